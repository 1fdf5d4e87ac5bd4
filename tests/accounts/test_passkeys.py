"""A passkey as second factor: set up, used at sign-in, used again, renamed, removed."""

import json
import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from tests.accounts.passkeys import SoftPasskey
from tests.accounts.test_second_factor import PASSWORD, sign_in


@pytest.fixture(autouse=True)
def outside_demo_mode(settings):
    """Test what holds on a server."""
    settings.DEMO = False


def browser():
    """Return a browser at the one plain-http address where passkeys work."""
    return Client(SERVER_NAME="localhost")


def options_of(page):
    """Return the options that the page hands to the browser's passkey."""
    data = json.loads(re.search(r'<script id="js_data"[^>]*>(.*?)</script>', page.content.decode(), re.DOTALL)[1])
    return data.get("creation_options") or data["request_options"]


def add_passkey(client):
    """Set up a passkey in a signed-in browser and return it."""
    passkey = SoftPasskey()
    client.post("/akun/ulang/", {"password": PASSWORD})
    page = client.get("/akun/pengaman/kunci/tambah/")
    credential = passkey.create(options_of(page))
    response = client.post("/akun/pengaman/kunci/tambah/", {"name": "HP kantor", "credential": credential})
    assert response.headers["Location"] == "/akun/pengaman/kode-cadangan/"
    return passkey


def test_passkey_is_the_second_step_of_signing_in(cast):
    first, second = browser(), browser()
    sign_in(first, "dewi")
    passkey = add_passkey(first)
    assert sign_in(second, "dewi").headers["Location"] == "/masuk/pengaman/"
    credential = passkey.get(options_of(second.get("/masuk/pengaman/")))
    response = second.post("/masuk/pengaman/", {"credential": credential})
    assert response.headers["Location"] == "/studio/"
    assert second.get("/studio/").status_code == 200


def test_another_passkey_does_not_open(cast):
    first, second = browser(), browser()
    sign_in(first, "dewi")
    add_passkey(first)
    sign_in(second, "dewi")
    credential = SoftPasskey().get(options_of(second.get("/masuk/pengaman/")))
    page = second.post("/masuk/pengaman/", {"credential": credential})
    assert "Kode belum cocok." in page.content.decode() and "_auth_user_id" not in second.session


def test_older_session_is_asked_for_the_passkey(cast):
    old, other = browser(), browser()
    sign_in(old, "dewi")
    sign_in(other, "dewi")
    passkey = add_passkey(other)
    step = old.get("/studio/").headers["Location"]
    assert step.startswith("/akun/pengaman/")
    page = old.get("/akun/pengaman/kunci/ulang/?next=/studio/")
    credential = passkey.get(options_of(page))
    response = old.post("/akun/pengaman/kunci/ulang/?next=/studio/", {"credential": credential})
    assert response.headers["Location"] == "/studio/"
    assert old.get("/studio/").status_code == 200


def test_passkey_is_renamed_and_removed_after_a_question(cast, monkeypatch):
    client = browser()
    sign_in(client, "dewi")
    passkey = add_passkey(client)
    page = client.get("/akun/pengaman/kunci/ulang/?next=/akun/pengaman/kunci/")
    client.post("/akun/pengaman/kunci/ulang/", {"credential": passkey.get(options_of(page))})
    pk = Authenticator.objects.get(type="webauthn").pk
    client.post(f"/akun/pengaman/kunci/{pk}/ubah/", {"name": "HP rumah"})
    assert "HP rumah" in client.get("/akun/pengaman/kunci/").content.decode()
    assert "tidak dapat dipakai lagi" in client.get(f"/akun/pengaman/kunci/{pk}/hapus/").content.decode()
    assert Authenticator.objects.filter(pk=pk).exists()
    client.post(f"/akun/pengaman/kunci/{pk}/hapus/")
    assert not Authenticator.objects.filter(user=cast.dewi).exists()


def test_nobody_touches_somebody_elses_passkey(cast):
    dewi, admin = browser(), browser()
    sign_in(dewi, "dewi")
    add_passkey(dewi)
    pk = Authenticator.objects.get(type="webauthn").pk
    sign_in(admin, "admin")
    add_passkey(admin)
    for address in (f"/akun/pengaman/kunci/{pk}/hapus/", f"/akun/pengaman/kunci/{pk}/ubah/"):
        assert admin.get(address).status_code in {302, 404}
        assert admin.post(address, {"name": "x"}).status_code in {302, 404}
    assert Authenticator.objects.get(pk=pk).wrap().name == "HP kantor"
