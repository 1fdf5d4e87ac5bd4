"""Outside demo mode nobody enters the admin without a second factor, whichever door they came in by."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connections
from django.test import Client
from django.urls import get_resolver

PASSWORD = "demo-ikm-2026"
STAFF = ["dewi", "petugas", "kepala", "admin"]


@pytest.fixture(autouse=True)
def outside_demo_mode(settings):
    """Test what holds on a server."""
    settings.DEMO = False


def totp_code(secret):
    """Return the code an authenticator app would show now."""
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))


def sign_in(client, username):
    """Sign in by name and password; return the response."""
    return client.post("/masuk/", {"login": username, "password": PASSWORD})


def set_up_app(client):
    """Set up an authenticator app in a signed-in browser, with the password asked in between; return its secret."""
    client.post("/akun/ulang/?next=/akun/pengaman/aplikasi/", {"password": PASSWORD})
    client.get("/akun/pengaman/aplikasi/")
    secret = client.session["mfa.totp.secret"]
    response = client.post("/akun/pengaman/aplikasi/", {"code": totp_code(secret)})
    assert response.headers["Location"] == "/akun/pengaman/kode-cadangan/"
    return secret


def forget_used_codes():
    """Let the same half minute's code be typed in again."""
    cache.clear()


@pytest.mark.parametrize("username", STAFF)
@pytest.mark.parametrize(
    "address", ["/studio/", "/studio/users/", "/studio/pages/", "/studio/account/", "/studio/api/main/pages/"]
)
def test_staff_without_a_factor_are_led_to_set_one_up(client, cast, username, address):
    client.force_login(getattr(cast, username))
    assert client.get(address).headers["Location"] == "/akun/pengaman/"


@pytest.mark.parametrize("username", STAFF)
def test_signing_in_by_code_is_no_way_around(client, codes, cast, username):
    client.post("/masuk/", {"phone": getattr(cast, username).phone})
    response = client.post("/masuk/kode/", {"code": codes[0]["code"]}, follow=True)
    assert response.redirect_chain[-1][0] == "/akun/pengaman/"


def test_setting_up_an_app_opens_the_admin_in_the_same_session(client, cast, monkeypatch):
    monkeypatch.setattr(connections["default"], "on_commit", lambda act, robust=False: act())  # tests never commit
    sign_in(client, "dewi")
    set_up_app(client)
    assert client.get("/studio/").status_code == 200


def test_signing_in_asks_for_the_factor(cast):
    first, second = Client(), Client()
    sign_in(first, "dewi")
    secret = set_up_app(first)
    forget_used_codes()
    assert sign_in(second, "dewi").headers["Location"] == "/masuk/pengaman/"
    assert "_auth_user_id" not in second.session
    page = second.post("/masuk/pengaman/", {"code": "000000"}).content.decode()
    assert "Kode belum cocok." in page
    response = second.post("/masuk/pengaman/", {"code": totp_code(secret)})
    assert response.headers["Location"] == "/studio/"
    assert second.get("/studio/").status_code == 200


def test_signing_in_by_phone_code_asks_for_the_factor_too(codes, cast):
    first, second = Client(), Client()
    sign_in(first, "dewi")
    set_up_app(first)
    second.post("/masuk/", {"phone": cast.dewi.phone})
    response = second.post("/masuk/kode/", {"code": codes[0]["code"]})
    assert response.headers["Location"] == "/masuk/pengaman/" and "_auth_user_id" not in second.session


def test_signing_up_again_with_a_staff_number_asks_for_the_factor_too(codes, cast, places):
    first, second = Client(), Client()
    sign_in(first, "dewi")
    set_up_app(first)
    answers = {"full_name": "X Y", "phone": cast.dewi.phone, "village": places["village"].pk, "consent": "on"}
    second.post("/daftar/", answers)
    response = second.post("/masuk/kode/", {"code": codes[0]["code"]})
    assert response.headers["Location"] == "/masuk/pengaman/" and "_auth_user_id" not in second.session


def test_older_session_is_asked_for_the_factor_before_the_admin_opens(cast):
    old, other = Client(), Client()
    sign_in(old, "dewi")
    sign_in(other, "dewi")
    secret = set_up_app(other)
    forget_used_codes()
    response = old.get("/studio/users/?q=a")
    assert response.headers["Location"] == "/akun/pengaman/ulang/?next=%2Fstudio%2Fusers%2F%3Fq%3Da"
    response = old.post(response.headers["Location"], {"code": totp_code(secret)})
    assert response.headers["Location"] == "/studio/users/?q=a"
    assert old.get("/studio/").status_code == 200


def test_older_session_cannot_add_a_factor_of_its_own_by_password(cast):
    old, other = Client(), Client()
    sign_in(old, "dewi")
    sign_in(other, "dewi")
    set_up_app(other)
    assert old.get("/akun/pengaman/kunci/tambah/").headers["Location"].startswith("/akun/pengaman/ulang/")
    response = old.post("/akun/ulang/", {"password": PASSWORD})
    assert response.headers["Location"].startswith("/akun/pengaman/ulang/")
    assert old.get("/akun/pengaman/kunci/tambah/").status_code == 302
    assert old.get("/akun/pengaman/kode-cadangan/").status_code == 302


def test_recovery_code_works_once(cast):
    first = Client()
    sign_in(first, "dewi")
    set_up_app(first)
    code = Authenticator.objects.get(user=cast.dewi, type="recovery_codes").wrap().get_unused_codes()[0]
    for client, location in ((Client(), "/studio/"), (Client(), None)):
        sign_in(client, "dewi")
        response = client.post("/masuk/pengaman/", {"code": code})
        assert response.headers.get("Location") == location


@pytest.mark.parametrize("username", STAFF)
def test_wagtails_own_sign_in_takes_no_password(client, cast, username):
    for address in ("/studio/login/", "/studio/login/?next=/studio/", "/_util/login/"):
        response = client.post(address, {"username": username, "password": PASSWORD})
        assert response.status_code == 302 and response.headers["Location"].startswith("/masuk/")
        assert "_auth_user_id" not in client.session


def test_wagtails_sign_in_page_leads_to_ours(client, db):
    assert client.get("/studio/login/?next=/studio/pages/").headers["Location"] == "/masuk/?next=/studio/pages/"
    assert client.get("/studio/pages/").headers["Location"] == "/masuk/?next=/studio/pages/"


@pytest.mark.parametrize("rest", ["", "done/", "complete/", "confirm/MQ/set-password/", "confirm/MQ/abc-123/"])
def test_wagtails_password_reset_leads_to_ours(client, cast, rest):
    for send in (client.get, client.post):
        response = send(f"/studio/password_reset/{rest}", {"email": "dewi@example.com"})
        assert response.headers["Location"] == "/masuk/"


def test_admin_can_be_left_without_a_factor(client, cast):
    client.force_login(cast.dewi)
    assert client.post("/studio/logout/").status_code == 302
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("username", ["ratna", "hasan"])
def test_learners_and_mentors_need_none_and_do_not_enter(client, cast, username):
    client.force_login(getattr(cast, username))
    assert client.get("/saya/data/").status_code == 200
    assert client.get("/studio/").status_code == 403


@pytest.mark.parametrize("username", STAFF)
def test_demo_mode_asks_for_none(client, cast, settings, username):
    settings.DEMO = True
    client.force_login(getattr(cast, username))
    assert client.get("/studio/").status_code == 200


def test_every_address_of_the_admin_is_behind_the_factor(client, cast):
    client.force_login(cast.admin)
    open_doors = {"studio/login/", "studio/logout/", "studio/password_reset/"}
    for address in _plain_addresses("studio/"):
        if address not in open_doors and not address.startswith("studio/password_reset/"):
            assert client.get(f"/{address}").headers.get("Location") == "/akun/pengaman/", address


def _plain_addresses(prefix):
    """Yield the addresses below `prefix` that need no arguments."""
    for pattern in get_resolver().url_patterns:
        yield from _walk(pattern, "", prefix)


def _walk(pattern, before, prefix):
    route = before + str(pattern.pattern)
    if hasattr(pattern, "url_patterns"):
        for child in pattern.url_patterns:
            yield from _walk(child, route, prefix)
    elif route.startswith(prefix) and not set("<^$(") & set(route):
        yield route


def test_app_secret_is_stored_encrypted(client, cast):
    sign_in(client, "dewi")
    secret = set_up_app(client)
    stored = Authenticator.objects.get(user=cast.dewi, type="totp").data["secret"]
    assert secret not in stored and decrypt(stored) == secret


def test_older_secret_key_still_opens_the_app_secret(cast, settings, client):
    sign_in(client, "dewi")
    secret = set_up_app(client)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a-new-key"
    assert decrypt(Authenticator.objects.get(user=cast.dewi, type="totp").data["secret"]) == secret


def test_taking_off_the_app_asks_and_closes_the_admin(client, cast):
    sign_in(client, "dewi")
    set_up_app(client)
    forget_used_codes()
    assert "Setelah dilepas" in client.get("/akun/pengaman/aplikasi/lepas/").content.decode()
    client.post("/akun/pengaman/aplikasi/lepas/")
    assert not Authenticator.objects.filter(user=cast.dewi).exists()
    assert client.get("/studio/").headers["Location"] == "/akun/pengaman/"


def test_lost_factor_is_removed_by_a_command_that_ends_all_sessions(client, cast, capsys):
    sign_in(client, "dewi")
    set_up_app(client)
    call_command("remove_second_factor", "dewi")
    assert not Authenticator.objects.filter(user=cast.dewi).exists()
    assert client.get("/saya/data/").status_code == 302
    with pytest.raises(CommandError):
        call_command("remove_second_factor", "nobody")


def test_passkey_page_works_under_the_strict_policy(client, cast):
    sign_in(client, "dewi")
    client.post("/akun/ulang/?next=/akun/pengaman/kunci/tambah/", {"password": PASSWORD})
    page = client.get("/akun/pengaman/kunci/tambah/").content.decode()
    assert 'id="js_data"' in page and "mfa/js/webauthn.js" in page and "js/passkey.js" in page
    refused = client.post("/akun/pengaman/kunci/tambah/", {"name": "HP", "credential": '{"bogus": 1}'})
    assert "Kode belum cocok." in refused.content.decode()
