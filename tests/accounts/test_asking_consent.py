"""Whoever was never asked for consent is asked after signing in, before anything about them is kept."""

import pytest
from django.test import Client

from accounts.creating import create_person
from accounts.models import Consent
from accounts.public import has_consent, record_consent, withdraw_consent

PASSWORD = "pisang-goreng-77"
ASKED = "/persetujuan/?next=%2Fsaya%2F"


@pytest.fixture
def sumiati(db):
    """Return a learner whom an officer wrote down from a class list."""
    return create_person(full_name="Sumiati Contoh", username="sumiati", password=PASSWORD)


def sign_in(client, username="sumiati", password=PASSWORD, query=""):
    """Sign in by name and password, follow to the end; return the last address and its page."""
    response = client.post(f"/masuk/{query}", {"login": username, "password": password}, follow=True)
    return response.redirect_chain[-1][0], response.content.decode()


def test_person_from_a_list_is_asked_after_signing_in(client, sumiati):
    address, page = sign_in(client)
    assert address == ASKED
    assert "Saya setuju dinas memakai nama, nomor HP, desa" in page and ">Saya setuju</button>" in page
    assert "di bawah 17 tahun" in page and ">Keluar</button>" in page
    assert not Consent.objects.exists()


def test_person_from_a_list_is_asked_after_a_code_too(client, codes, db):
    person = create_person(full_name="Sumiati Contoh", phone="0812 3456 7890")
    client.post("/masuk/", {"phone": "0812 3456 7890"})
    response = client.post("/masuk/kode/", {"code": codes[0]["code"]}, follow=True)
    assert response.redirect_chain[-1][0] == ASKED and not has_consent(person)


def test_agreeing_is_recorded_and_leads_on(client, sumiati):
    sign_in(client)
    response = client.post("/persetujuan/", {"next": "/saya/"}, follow=True)
    assert response.redirect_chain == [("/saya/", 302)] and response.status_code == 200
    assert has_consent(sumiati) and "consent_missing" not in client.session


def test_the_way_wanted_first_is_kept(client, sumiati):
    assert sign_in(client, query="?next=/kursus/%3Fq=a")[0] == "/persetujuan/?next=%2Fkursus%2F%3Fq%3Da"
    response = client.post("/persetujuan/", {"next": "/kursus/?q=a"})
    assert response.headers["Location"] == "/kursus/?q=a"


def test_the_way_out_of_the_site_is_not_taken(client, sumiati):
    sign_in(client)
    response = client.post("/persetujuan/", {"next": "https://evil.example/"})
    assert response.headers["Location"] == "/saya/"


@pytest.mark.parametrize("address", ["/", "/saya/", "/kursus/", "/akun/nomor/", "/studio/"])
def test_nothing_else_opens_before_the_answer(client, sumiati, address):
    sign_in(client)
    assert client.get(address).headers["Location"].startswith("/persetujuan/?next=")
    assert client.post(address).headers["Location"] == ASKED


@pytest.mark.parametrize("address", ["/sw.js", "/manifest.webmanifest", "/luring/", "/luring/kuis/", "/tersimpan/"])
def test_what_a_phone_keeps_for_everybody_stays_open(client, sumiati, address):
    sign_in(client)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/privasi/", "/bantuan/", "/saya/data/", "/saya/data/unduh/", "/keluar/"])
def test_leaving_reading_and_ones_own_data_stay_open(client, sumiati, address):
    sign_in(client)
    assert client.get(address).status_code == 200


def test_leaving_is_possible(client, sumiati):
    sign_in(client)
    client.post("/keluar/")
    assert client.get("/").status_code == 200 and "_auth_user_id" not in client.session


def test_under_17_the_guardian_is_named(client, sumiati):
    sign_in(client)
    page = client.post("/persetujuan/", {"is_minor": "on"}).content.decode()
    assert "Isi nama orang tua atau wali yang menyetujui." in page and not has_consent(sumiati)
    client.post("/persetujuan/", {"is_minor": "on", "guardian_name": " Wali  Contoh "})
    sumiati.refresh_from_db()
    consent = Consent.objects.get(person=sumiati)
    assert sumiati.is_minor and consent.guardian_name == "Wali Contoh" and "orang tua atau wali" in consent.text


def test_consent_given_under_own_data_counts(client, sumiati):
    sign_in(client)
    client.post("/saya/data/setuju/learning/")
    assert client.get("/saya/").status_code == 200


def test_who_agreed_or_withdrew_is_not_asked(sumiati):
    record_consent(sumiati)
    assert sign_in(Client())[0] == "/saya/"
    withdraw_consent(sumiati)
    assert sign_in(Client())[0] == "/saya/"


def test_staff_made_by_an_administrator_are_asked_before_the_studio(client, cast):
    Consent.objects.all().delete()
    address, _ = sign_in(client, "dewi", "demo-ikm-2026")
    assert address == "/persetujuan/?next=%2Fstudio%2F"
    assert client.post("/persetujuan/", {"next": "/studio/"}).headers["Location"] == "/studio/"
    assert client.get("/studio/").status_code == 200


def test_later_pages_ask_the_database_nothing_about_consent(client, sumiati, django_assert_num_queries):
    record_consent(sumiati)
    sign_in(client)
    with django_assert_num_queries(2):  # session and person, as on every page for people who are signed in
        client.get("/privasi/")
