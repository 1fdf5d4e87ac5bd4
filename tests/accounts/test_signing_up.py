"""Signing up: from the form through the code to an account, and every way it can go wrong."""

import datetime as dt

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone

from accounts.creating import create_person
from accounts.models import Consent, User
from accounts.tasks import sweep
from businesses.public import business_of

CODE_PAGE = "/masuk/kode/"


@pytest.fixture
def answers(places):
    """What a learner of Kaliorang fills in."""
    return {"full_name": "Sumiati", "phone": "0812 3456 7890", "village": places["village"].pk, "consent": "on"}


def sign_up(client, codes, answers):
    """Send the form and the code that it brings; return the person."""
    client.post("/daftar/", answers)
    client.post(CODE_PAGE, {"code": codes[-1]["code"]})
    return User.objects.get(is_pending=False)


def test_sign_up_by_code_makes_a_verified_account(client, codes, answers, places):
    response = client.post("/daftar/", answers)
    assert response.headers["Location"] == CODE_PAGE
    assert [(code["phone"], code["purpose"]) for code in codes] == [("+6281234567890", "sign_up")]
    assert codes[0]["code"].isdigit() and len(codes[0]["code"]) == 6

    response = client.post(CODE_PAGE, {"code": codes[0]["code"]})

    assert response.headers["Location"] == "/saya/"
    person = User.objects.get()
    assert (person.full_name, person.username, person.phone) == ("Sumiati", "sumiati", "+6281234567890")
    assert person.phone_verified and not person.is_pending and not person.has_usable_password()
    assert person.village == places["village"]
    assert client.get("/saya/data/").status_code == 200


def test_sign_up_shows_the_number_on_the_code_page(client, codes, answers):
    page = client.post("/daftar/", answers, follow=True).content.decode()
    assert "0812-3456-7890" in page and 'name="code"' in page


def test_sign_up_keeps_next(client, codes, answers):
    response = client.post("/daftar/?next=/kursus/kemasan/", answers | {"next": "/kursus/kemasan/"})
    assert response.headers["Location"] == f"{CODE_PAGE}?next=%2Fkursus%2Fkemasan%2F"
    response = client.post(response.headers["Location"], {"code": codes[0]["code"]})
    assert response.headers["Location"] == "/kursus/kemasan/"


def test_sign_up_records_consent_with_version_and_time(client, codes, answers):
    person = sign_up(client, codes, answers)
    consent = Consent.objects.get(person=person)
    assert (consent.kind, consent.version, consent.withdrawn_at) == ("learning", 1, None)
    assert "Saya setuju dinas memakai nama" in consent.text
    assert timezone.now() - consent.given_at < dt.timedelta(minutes=1)


def test_sign_up_writes_down_the_business(client, codes, answers, places):
    business = {"business": "Keripik Pisang Contoh", "product": "keripik pisang", "sector": places["sector"].pk}
    person = sign_up(client, codes, answers | business)
    row = business_of(person)
    assert (row.name, row.product, row.sector) == ("Keripik Pisang Contoh", "keripik pisang", places["sector"])
    assert row.village == places["village"]


def test_sign_up_of_a_worker_writes_the_business_by_name_only(client, codes, answers, places):
    told = {"business": "Keripik Pisang Contoh", "product": "keripik pisang", "part": "worker"}
    person = sign_up(client, codes, answers | told)
    assert (business_of(person).name, business_of(person).product) == ("Keripik Pisang Contoh", "")
    assert person.memberships.get().part == "worker"


def test_sign_up_without_business_makes_none(client, codes, answers):
    assert business_of(sign_up(client, codes, answers)) is None


def test_sign_up_from_outside_notes_the_regency(client, codes, answers, places):
    person = sign_up(client, codes, answers | {"village": "luar", "regency": places["regency"].pk})
    assert (person.village, person.regency, person.lives_elsewhere) == (None, places["regency"], False)


def test_sign_up_from_another_province_is_told_apart_from_no_answer(client, codes, answers):
    person = sign_up(client, codes, answers | {"village": "luar", "regency": "lain"})
    assert (person.village, person.regency, person.lives_elsewhere) == (None, None, True)


def test_sign_up_with_password_lets_in_by_password(client, codes, answers):
    person = sign_up(client, codes, answers | {"password1": "pisang-goreng-77"})
    assert person.check_password("pisang-goreng-77")
    other = Client()
    response = other.post("/masuk/", {"login": "+62 812-3456-7890", "password": "pisang-goreng-77"})
    assert response.headers["Location"] == "/saya/"


def test_sign_up_under_17_needs_guardian_and_names_them(client, codes, answers):
    page = client.post("/daftar/", answers | {"is_minor": "on"}).content.decode()
    assert "Isi nama orang tua atau wali Anda." in page
    assert "Minta orang tua atau wali Anda mencentang persetujuan ini." in page
    assert not codes

    guardian = {"is_minor": "on", "guardian_name": "Wali Contoh", "guardian_consent": "on"}
    person = sign_up(client, codes, answers | guardian)
    assert person.is_minor
    consent = Consent.objects.get(person=person)
    assert consent.guardian_name == "Wali Contoh" and "orang tua atau wali" in consent.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"phone": "0812 345"}, "Nomor telepon terlalu pendek."),
        ({"phone": "kosong"}, "Nomor telepon tidak dapat dibaca."),
        ({"phone": "+60 12 345 6789"}, "Nomor luar negeri belum dapat dipakai."),
        ({"phone": "0549 21234"}, "Nomor telepon rumah tidak dapat menerima kode."),
        ({"phone": ""}, "Isi nomor HP Anda."),
        ({"full_name": ""}, "Isi nama lengkap Anda."),
        ({"full_name": "123"}, "Isi nama lengkap Anda dengan huruf"),
        ({"village": ""}, "Pilih desa Anda"),
        ({"village": "luar"}, "Pilih kabupaten atau kota tempat tinggal Anda."),
        ({"consent": ""}, "Centang persetujuan ini untuk mendaftar."),
        ({"product": "keripik"}, "Isi nama usaha, atau kosongkan bagian usaha."),
        ({"password1": "12345"}, "Kata sandi"),
    ],
)
def test_sign_up_refuses_with_a_sentence_and_keeps_what_was_typed(client, codes, answers, typed, sentence):
    response = client.post("/daftar/", {"business": "", **answers, **typed})
    page = response.content.decode()
    assert response.status_code == 200 and sentence in page
    assert not codes and not User.objects.exists()
    for value in {**answers, **typed}.values():
        assert value in {"on", "12345"} or str(value) in page


def test_form_sent_twice_makes_one_account_and_one_message(codes, answers):
    client = Client(enforce_csrf_checks=True)
    page = client.get("/daftar/")
    token = page.context["csrf_token"]
    for _ in range(2):
        assert client.post("/daftar/", answers | {"csrfmiddlewaretoken": str(token)}).status_code == 302
    assert User.objects.count() == 1 and len(codes) == 1

    token = str(client.get(CODE_PAGE).context["csrf_token"])
    client.post(CODE_PAGE, {"code": codes[0]["code"], "csrfmiddlewaretoken": token})
    person = User.objects.get()
    assert person.phone_verified and Consent.objects.filter(person=person).count() == 1


def test_two_browsers_signing_up_with_one_number_make_one_account(codes, answers):
    first, second = Client(), Client()
    first.post("/daftar/", answers)
    second.post("/daftar/", answers | {"full_name": "Orang Lain"})
    second.post(CODE_PAGE, {"code": codes[1]["code"]})
    assert User.objects.get().full_name == "Orang Lain"


def test_a_stranger_cannot_prepare_an_account_with_a_password_for_somebody_elses_number(codes, answers):
    stranger, owner = Client(), Client()
    stranger.post("/daftar/", answers | {"full_name": "Penyusup", "password1": "rahasia-penyusup-1"})
    sign_up(owner, codes, answers)
    person = User.objects.get()
    assert person.full_name == "Sumiati" and not person.check_password("rahasia-penyusup-1")
    response = stranger.post("/masuk/", {"login": "08123456 7890", "password": "rahasia-penyusup-1"})
    assert response.status_code == 200


def test_unfinished_sign_up_is_unknown_to_other_browsers(client, codes, answers):
    client.post("/daftar/", answers)
    Client().post("/masuk/", {"phone": answers["phone"]})
    assert len(codes) == 1


def test_unfinished_sign_up_can_be_finished_from_the_sign_in_page(client, codes, answers):
    client.post("/daftar/", answers)
    client.post("/masuk/", {"phone": answers["phone"]})
    client.post(CODE_PAGE, {"code": codes[1]["code"]})
    assert User.objects.get().full_name == "Sumiati" and Consent.objects.exists()


def test_sign_up_with_a_known_number_leads_into_the_account_that_is_there(client, codes, answers, cast):
    cast.ratna.last_login = timezone.now()
    cast.ratna.save()
    known = answers | {"phone": "0899 0000 0001", "full_name": "Nama Lain", "password1": "pisang-goreng-77"}
    response = client.post("/daftar/", known)
    assert response.headers["Location"] == CODE_PAGE
    client.post(CODE_PAGE, {"code": codes[0]["code"]})
    cast.ratna.refresh_from_db()
    assert cast.ratna.full_name == "Ratna Contoh" and cast.ratna.check_password("demo-ikm-2026")
    assert not User.objects.filter(full_name="Nama Lain").exists()


def test_known_and_new_numbers_get_the_same_answer(codes, answers, cast):
    pages = []
    for phone in ("0899 0000 0001", "0812 3456 7890"):
        client = Client()
        response = client.post("/daftar/", answers | {"phone": phone}, follow=True)
        shown = "-".join((phone[:4], phone[5:9], phone[10:]))
        pages.append((response.redirect_chain, response.content.decode().replace(shown, "NOMOR")))
    strip = [(chain, _without_tokens(page)) for chain, page in pages]
    assert strip[0] == strip[1]


def _without_tokens(page):
    return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]


def test_account_made_by_an_officer_is_taken_over_by_its_number(client, codes, answers, places):
    made = create_person(full_name="Ibu Sumiati Contoh", phone=answers["phone"])
    client.post("/daftar/", answers)
    client.post(CODE_PAGE, {"code": codes[0]["code"]})
    made.refresh_from_db()
    assert (made.full_name, made.phone_verified, made.village) == ("Ibu Sumiati Contoh", True, places["village"])
    assert Consent.objects.filter(person=made).exists()


def test_too_many_codes_for_one_number_are_refused_with_a_sentence(codes, answers):
    for _ in range(3):
        assert Client().post("/daftar/", answers).status_code == 302
    page = Client().post("/daftar/", answers).content.decode()
    assert "Tunggu beberapa menit, lalu coba lagi." in page and len(codes) == 3


def test_answers_come_back_when_the_form_is_opened_again(client, codes, answers):
    client.post("/daftar/", answers)
    page = client.get("/daftar/").content.decode()
    assert 'value="Sumiati"' in page and "0812 3456 7890" in page


def test_sweep_forgets_unfinished_sign_ups_after_a_day(client, codes, answers, cast):
    client.post("/daftar/", answers)
    sweep()
    assert User.objects.filter(is_pending=True).count() == 1
    User.objects.filter(is_pending=True).update(date_joined=timezone.now() - dt.timedelta(hours=25))
    sweep()
    assert User.objects.count() == 6 and not User.objects.filter(is_pending=True).exists()


def test_sweep_gives_a_day_to_a_sign_up_that_was_begun_again(codes, answers, db):
    Client().post("/daftar/", answers)
    User.objects.filter(is_pending=True).update(date_joined=timezone.now() - dt.timedelta(hours=25))
    Client().post("/daftar/", answers)
    sweep()
    assert User.objects.filter(is_pending=True).count() == 1


def test_signed_in_people_are_led_away_from_the_form(client, cast):
    client.force_login(cast.ratna)
    assert client.get("/daftar/").headers["Location"] == "/saya/"


def test_session_lives_long_again_once_signed_up(client, codes, answers):
    client.post("/daftar/", answers)
    assert client.session.get_expiry_age() == 24 * 3600
    client.post(CODE_PAGE, {"code": codes[0]["code"]})
    assert client.session.get_expiry_age() == 60 * 24 * 3600
    assert "sign_up" not in client.session


def test_expired_code_keeps_the_answers(client, codes, answers):
    client.post("/daftar/", answers)
    session = client.session
    session["account_login"]["state"]["stages"]["login_by_code"]["data"]["at"] -= 901
    session.save()
    response = client.post(CODE_PAGE, {"code": codes[0]["code"]})
    assert [str(message) for message in get_messages(response.wsgi_request)] == [
        "Kode sudah lewat 15 menit dan tidak berlaku lagi. Minta kode baru."
    ]
    assert not User.objects.filter(is_pending=False).exists()
    assert 'value="Sumiati"' in client.get("/daftar/").content.decode()
