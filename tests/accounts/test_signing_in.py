"""Signing in: by code, by password, and what happens when it goes wrong."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from accounts.creating import create_person

CODE_PAGE = "/masuk/kode/"


def said(response):
    """Return the sentences left for the next page."""
    return [str(message) for message in get_messages(response.wsgi_request)]


def is_signed_in(client):
    """Say whether the browser is signed in."""
    return "_auth_user_id" in client.session


@pytest.mark.parametrize(
    "typed", ["0899 0000 0001", "+62 899-0000-0001", "62899.0000.0001", "899 0000 0001", "+62 0899 0000 0001"]
)
def test_sign_in_by_code_takes_the_number_in_any_form(client, codes, cast, typed):
    response = client.post("/masuk/", {"phone": typed})
    assert response.headers["Location"] == CODE_PAGE
    assert (codes[0]["phone"], codes[0]["user"], codes[0]["purpose"]) == ("+6289900000001", cast.ratna, "sign_in")
    response = client.post(CODE_PAGE, {"code": codes[0]["code"]})
    assert response.headers["Location"] == "/saya/" and is_signed_in(client)


@pytest.mark.parametrize("typed", ["ratna", "Ratna", " ratna ", "0899 0000 0001", "+6289900000001", "899-0000-0001"])
def test_sign_in_by_password_takes_name_or_number(client, cast, typed):
    response = client.post("/masuk/", {"login": typed, "password": "demo-ikm-2026"})
    assert response.headers["Location"] == "/saya/" and is_signed_in(client)


def test_sign_in_page_has_both_forms(client):
    page = client.get("/masuk/").content.decode()
    assert all(f'name="{name}"' in page for name in ("login", "password", "phone"))


def test_sign_in_leads_to_next(client, codes, cast):
    response = client.post("/masuk/", {"phone": "089900000001", "next": "/kursus/"})
    response = client.post(response.headers["Location"], {"code": codes[0]["code"]})
    assert response.headers["Location"] == "/kursus/"


def test_sign_in_never_leads_to_another_site(client, codes, cast):
    data = {"login": "ratna", "password": "demo-ikm-2026", "next": "https://example.com/"}
    assert client.post("/masuk/", data).headers["Location"] == "/saya/"


def test_sign_in_leads_staff_to_their_work(client, cast):
    response = client.post("/masuk/", {"login": "dewi", "password": "demo-ikm-2026"})
    assert response.headers["Location"] == "/studio/"


@pytest.mark.parametrize("typed", ["ratna", "0899 0000 0001", "tidak-ada", "0812 9999 9999"])
def test_wrong_password_gets_one_sentence_for_known_and_unknown(client, cast, typed):
    response = client.post("/masuk/", {"login": typed, "password": "salah"})
    page = response.content.decode()
    assert "Nama pengguna atau nomor HP dan kata sandi belum cocok." in page and f'value="{typed}"' in page
    assert not is_signed_in(client)


def test_unknown_number_gets_the_same_page_and_no_message(codes, cast):
    pages = []
    for phone in ("0899 0000 0001", "0899 0000 0009"):
        client = Client()
        response = client.post("/masuk/", {"phone": phone}, follow=True)
        lines = response.content.decode().replace(phone.replace(" ", "-"), "NOMOR").splitlines()
        pages.append((response.redirect_chain, [line for line in lines if "csrfmiddlewaretoken" not in line]))
        wrong = client.post(CODE_PAGE, {"code": "000000"}).content.decode()
        assert "Kode belum cocok." in wrong and "Sisa 2 percobaan." in wrong
        again = client.post(CODE_PAGE, {"action": "resend"})
        assert said(again) == ["Kode baru sedang dikirim. Kode yang lama tidak berlaku lagi."]
    assert pages[0] == pages[1]
    assert {code["phone"] for code in codes} == {"+6289900000001"}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("0812 345", "Nomor telepon terlalu pendek."),
        ("+60 12 345 6789", "Nomor luar negeri belum dapat dipakai."),
        ("abc", "Nomor telepon tidak dapat dibaca."),
        ("", "Isi nomor HP Anda."),
    ],
)
def test_malformed_number_is_refused_and_kept(client, codes, typed, sentence):
    page = client.post("/masuk/", {"phone": typed}).content.decode()
    assert sentence in page and (not typed or f'value="{typed}"' in page)
    assert 'name="password"' in page and not codes


def test_three_wrong_codes_end_the_attempt(client, codes, cast):
    client.post("/masuk/", {"phone": "0899 0000 0001"})
    for left in (2, 1):
        assert f"Sisa {left} percobaan." in client.post(CODE_PAGE, {"code": "000000"}).content.decode()
    response = client.post(CODE_PAGE, {"code": "000000"})
    assert response.headers["Location"] == "/masuk/nomor/"
    assert said(response) == ["Terlalu banyak percobaan. Tunggu beberapa menit, lalu coba lagi."]
    assert client.post(CODE_PAGE, {"code": codes[0]["code"]}).status_code == 302
    assert not is_signed_in(client)
    assert client.get("/masuk/nomor/").status_code == 200


def test_code_may_be_typed_with_blanks(client, codes, cast):
    client.post("/masuk/", {"phone": "0899 0000 0001"})
    code = codes[0]["code"]
    client.post(CODE_PAGE, {"code": f" {code[:3]} {code[3:]} "})
    assert is_signed_in(client)


def test_expired_code_is_refused_with_a_sentence(client, codes, cast):
    client.post("/masuk/", {"phone": "0899 0000 0001"})
    session = client.session
    session["account_login"]["state"]["stages"]["login_by_code"]["data"]["at"] -= 901
    session.save()
    response = client.post(CODE_PAGE, {"code": codes[0]["code"]})
    assert said(response) == ["Kode sudah lewat 15 menit dan tidak berlaku lagi. Minta kode baru."]
    assert not is_signed_in(client)


def test_code_without_a_session_is_refused_with_a_sentence(client, cast):
    assert said(client.post(CODE_PAGE, {"code": "123456"})) != []


def test_resent_code_replaces_the_old_one(client, codes, cast):
    client.post("/masuk/", {"phone": "0899 0000 0001"})
    client.post(CODE_PAGE, {"action": "resend"})
    old, new = (code["code"] for code in codes)
    assert old == new or "Kode belum cocok." in client.post(CODE_PAGE, {"code": old}).content.decode()
    client.post(CODE_PAGE, {"code": new})
    assert is_signed_in(client)


def test_resent_code_lives_its_own_15_minutes(client, codes, cast):
    client.post("/masuk/", {"phone": "0899 0000 0001"})
    session = client.session
    session["account_login"]["state"]["stages"]["login_by_code"]["data"]["at"] -= 890
    session.save()
    client.post(CODE_PAGE, {"action": "resend"})
    state = client.session["account_login"]["state"]["stages"]["login_by_code"]["data"]
    assert state["failed_attempts"] == 0
    session = client.session
    session["account_login"]["state"]["stages"]["login_by_code"]["data"]["at"] -= 600
    session.save()
    client.post(CODE_PAGE, {"code": codes[1]["code"]})
    assert is_signed_in(client)


def test_codes_for_one_number_are_limited_from_any_address(codes, cast):
    for address in range(3):
        Client(REMOTE_ADDR=f"10.0.0.{address}").post("/masuk/", {"phone": "0899 0000 0001"})
    page = Client(REMOTE_ADDR="10.0.0.9").post("/masuk/", {"phone": "899 0000-0001"}).content.decode()
    assert "Terlalu banyak percobaan." in page and len(codes) == 3


def test_codes_from_one_address_are_limited(codes, cast, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "request_login_code": "2/m/ip,3/m/key"}
    for number in (1, 2):
        Client(REMOTE_ADDR="10.0.0.1").post("/masuk/", {"phone": f"0899 0000 000{number}"})
    page = Client(REMOTE_ADDR="10.0.0.1").post("/masuk/", {"phone": "0899 0000 0003"}).content.decode()
    assert "Terlalu banyak percobaan." in page and len(codes) == 2
    Client(REMOTE_ADDR="10.0.0.2").post("/masuk/", {"phone": "0899 0000 0003"})
    assert len(codes) == 3


def test_address_over_its_limit_gets_an_indonesian_page(client, settings, db):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "1/m/ip"}
    client.post("/masuk/", {"login": "x", "password": "y"})
    response = client.post("/masuk/", {"login": "x", "password": "y"})
    assert response.status_code == 429 and "Terlalu banyak percobaan" in response.content.decode()


def test_guessing_one_accounts_password_is_limited_whatever_the_spelling(cast):
    spellings = ["0899 0000 0001", "+6289900000001", "899 00000001", "62899-0000-0001", "089900000001"]
    for number, spelling in enumerate(spellings):
        Client(REMOTE_ADDR=f"10.0.0.{number}").post("/masuk/", {"login": spelling, "password": "salah"})
    right = Client(REMOTE_ADDR="10.0.0.99").post("/masuk/", {"login": spellings[0], "password": "demo-ikm-2026"})
    assert "Terlalu banyak percobaan." in right.content.decode()


def test_new_number_can_be_tried_while_a_code_is_on_its_way(client, codes, cast):
    client.post("/masuk/", {"phone": "0899 0000 0009"})
    page = client.get("/masuk/").content.decode()
    assert "Kode sudah diminta." in page and 'name="phone"' in page
    client.post("/masuk/", {"phone": "0899 0000 0001"})
    client.post(CODE_PAGE, {"code": codes[0]["code"]})
    assert is_signed_in(client)


def test_first_code_verifies_the_number_an_officer_typed(client, codes, db):
    person = create_person(full_name="Sumiati", phone="0812 3456 7890")
    client.post("/masuk/", {"phone": "0812 3456 7890"})
    client.post(CODE_PAGE, {"code": codes[0]["code"]})
    person.refresh_from_db()
    assert person.phone_verified and is_signed_in(client)


def test_password_alone_is_not_enough_while_the_number_is_unverified(client, codes, db):
    create_person(full_name="Sumiati", phone="0812 3456 7890", username="sumiati", password="pisang-goreng-77")
    response = client.post("/masuk/", {"login": "sumiati", "password": "pisang-goreng-77"})
    assert response.headers["Location"] == "/akun/nomor/kode/" and not is_signed_in(client)
    assert "Isi enam angka yang dikirim" in client.get("/akun/nomor/kode/").content.decode()
    client.post("/akun/nomor/kode/", {"code": codes[0]["code"]})
    assert is_signed_in(client)


def test_person_without_number_signs_in_by_password(client, db):
    create_person(full_name="Staf Contoh", username="staf", password="pisang-goreng-77")
    client.post("/masuk/", {"login": "staf", "password": "pisang-goreng-77"})
    assert is_signed_in(client)


def test_closed_account_is_told_so(client, codes, cast):
    cast.ratna.is_active = False
    cast.ratna.save()
    response = client.post("/masuk/", {"login": "ratna", "password": "demo-ikm-2026"}, follow=True)
    assert "Akun ini sudah ditutup" in response.content.decode() and not is_signed_in(client)


def test_signing_out_asks_and_ends_the_session(client, cast):
    client.force_login(cast.ratna)
    assert "Anda akan keluar dari akun Ratna Contoh" in client.get("/keluar/").content.decode()
    assert is_signed_in(client)
    assert client.post("/keluar/").headers["Location"] == "/"
    assert not is_signed_in(client)


def test_forgotten_password_can_be_replaced_after_a_code(client, codes, cast):
    client.post("/masuk/", {"phone": "0899 0000 0001"})
    client.post(CODE_PAGE, {"code": codes[0]["code"]})
    page = client.get("/akun/kata-sandi/").content.decode()
    assert 'name="oldpassword"' not in page
    response = client.post("/akun/kata-sandi/", {"password1": "pisang-goreng-77"})
    assert response.headers["Location"] == "/saya/data/" and is_signed_in(client)
    cast.ratna.refresh_from_db()
    assert cast.ratna.check_password("pisang-goreng-77")


def test_password_needs_the_old_one_otherwise(client, cast):
    client.post("/masuk/", {"login": "ratna", "password": "demo-ikm-2026"})
    page = client.post("/akun/kata-sandi/", {"password1": "pisang-goreng-77"}).content.decode()
    assert "Isi kata sandi lama Anda." in page
    page = client.post("/akun/kata-sandi/", {"oldpassword": "x", "password1": "pisang-goreng-77"}).content.decode()
    assert "Kata sandi lama belum cocok." in page
    client.post("/akun/kata-sandi/", {"oldpassword": "demo-ikm-2026", "password1": "pisang-goreng-77"})
    cast.ratna.refresh_from_db()
    assert cast.ratna.check_password("pisang-goreng-77") and is_signed_in(client)


def test_first_password_is_set_without_an_old_one(client, db):
    person = create_person(full_name="Sumiati", phone="0812 3456 7890")
    client.force_login(person)
    assert client.get("/akun/kata-sandi/").headers["Location"] == "/akun/kata-sandi/baru/"
    client.post("/akun/kata-sandi/baru/", {"password1": "pisang-goreng-77"})
    person.refresh_from_db()
    assert person.check_password("pisang-goreng-77")


def test_own_number_is_changed_by_a_code_to_the_new_one(client, codes, cast):
    client.force_login(cast.ratna)
    response = client.post("/akun/nomor/", {"phone": "0812 3456 7890"})
    assert response.headers["Location"] == "/akun/nomor/kode/"
    assert (codes[0]["phone"], codes[0]["purpose"]) == ("+6281234567890", "change_phone")
    cast.ratna.refresh_from_db()
    assert cast.ratna.phone == "+6289900000001"
    client.post("/akun/nomor/kode/", {"code": codes[0]["code"]})
    cast.ratna.refresh_from_db()
    assert (cast.ratna.phone, cast.ratna.phone_verified) == ("+6281234567890", True)


def test_own_number_cannot_become_somebody_elses(client, codes, cast):
    client.force_login(cast.ratna)
    client.post("/akun/nomor/", {"phone": "0899 0000 0002"})
    page = client.post("/akun/nomor/kode/", {"code": codes[0]["code"]}).content.decode()
    assert "Nomor ini sudah dipakai akun lain." in page
    cast.ratna.refresh_from_db()
    assert cast.ratna.phone == "+6289900000001"


def test_expired_code_for_a_new_number_is_refused_with_a_sentence(client, codes, cast):
    client.force_login(cast.ratna)
    client.post("/akun/nomor/", {"phone": "0812 3456 7890"})
    session = client.session
    session["account_phone_verification"]["at"] -= 901
    session.save()
    response = client.post("/akun/nomor/kode/", {"code": codes[0]["code"]})
    assert said(response)[-1] == "Kode sudah lewat 15 menit dan tidak berlaku lagi. Minta kode baru."
    cast.ratna.refresh_from_db()
    assert cast.ratna.phone == "+6289900000001"


@pytest.mark.parametrize("times", [3, 4])
def test_codes_to_an_unverified_number_are_limited_without_an_error(codes, db, times):
    create_person(full_name="Sumiati", phone="0812 3456 7890", username="sumiati", password="pisang-goreng-77")
    data = {"login": "sumiati", "password": "pisang-goreng-77"}
    answers = [Client().post("/masuk/", data).status_code for _ in range(times)]
    assert answers == [302, 302, 302, 429][:times] and len(codes) == 3


def test_codes_to_a_new_number_are_limited_without_an_error(codes, cast):
    for _ in range(4):
        client = Client()
        client.force_login(cast.ratna)
        response = client.post("/akun/nomor/", {"phone": "0812 3456 7890"})
    assert response.status_code == 200 and len(codes) == 3
    assert "Kode baru saja dikirim." in response.content.decode()


def test_codes_for_signing_up_and_for_a_new_number_count_together(client, codes, cast, places):
    answers = {"full_name": "Sumiati", "phone": "0812 3456 7890", "village": places["village"].pk, "consent": "on"}
    for _ in range(3):
        Client().post("/daftar/", answers)
    client.force_login(cast.ratna)
    page = client.post("/akun/nomor/", {"phone": "0812 3456 7890"}).content.decode()
    assert "Kode baru saja dikirim." in page and len(codes) == 3


@pytest.mark.parametrize(
    ("action", "rates"), [("verify_phone", ("1000/d/ip", "10/h/key")), ("change_phone", ("20/d/user",))]
)
def test_codes_are_also_limited_over_longer_times(settings, action, rates):
    assert set(rates) <= set(settings.ACCOUNT_RATE_LIMITS[action].split(","))


def test_resending_to_a_new_number_says_so(client, codes, cast):
    client.force_login(cast.ratna)
    client.post("/akun/nomor/", {"phone": "0812 3456 7890"})
    response = client.post("/akun/nomor/kode/", {"action": "resend"}, follow=True)
    assert "Kode sedang dikirim ke 0812-3456-7890." in response.content.decode()
    client.post("/akun/nomor/kode/", {"code": codes[-1]["code"]})
    cast.ratna.refresh_from_db()
    assert cast.ratna.phone == "+6281234567890"
