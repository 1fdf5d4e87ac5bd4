"""A lost number is replaced by the office: found, recognised, asked, changed, logged."""

import pytest
from django.contrib.auth import get_user
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

NEW = {"phone": "0812 3456 7890", "proof": "KTP ditunjukkan di kantor", "note": "HP hilang"}


def _url(person):
    return reverse("desk_recover_person", args=[person.pk])


@pytest.mark.parametrize(
    ("member", "allowed"),
    [("petugas", True), ("admin", True), ("kepala", False), ("dewi", False), ("hasan", False), ("ratna", False)],
)
def test_only_officers_and_administrators_restore_access(client, cast, places, member, allowed):
    client.force_login(getattr(cast, member))
    for url in (reverse("desk_recovery"), _url(cast.ratna)):
        assert (client.get(url).status_code == 200) is allowed
    client.post(_url(cast.ratna), {**NEW, "confirm": "1"})
    cast.ratna.refresh_from_db()
    assert (cast.ratna.phone == "+6281234567890") is allowed


@pytest.mark.parametrize("words", ["ratna", "0899-0000-0001", "+62 899 0000 0001"])
def test_person_is_found_by_name_or_number(client, cast, places, words):
    client.force_login(cast.petugas)
    page = client.get(reverse("desk_recovery"), {"q": words}).content.decode()
    assert _url(cast.ratna) in page
    assert _url(cast.hasan) not in page


def test_nobody_found_is_said(client, cast, places):
    client.force_login(cast.petugas)
    assert "Tidak ada peserta yang cocok" in client.get(reverse("desk_recovery"), {"q": "xyz"}).content.decode()


def test_change_is_asked_first_then_done_and_logged(client, cast, places):
    client.force_login(cast.petugas)
    asked = client.post(_url(cast.ratna), NEW).content.decode()
    assert "Ganti nomor HP Ratna Contoh menjadi 0812-3456-7890?" in asked
    cast.ratna.refresh_from_db()
    assert cast.ratna.phone == "+6289900000001"
    answer = client.post(_url(cast.ratna), {**NEW, "confirm": "1"})
    page = client.get(answer.url).content.decode()
    cast.ratna.refresh_from_db()
    assert (cast.ratna.phone, cast.ratna.phone_verified) == ("+6281234567890", False)
    entry = ModelLogEntry.objects.get(action="accounts.change_phone")
    assert entry.user == cast.petugas
    assert "KTP ditunjukkan di kantor; HP hilang" in page
    assert "…001 menjadi …890" in page


def test_lost_phone_is_signed_out(client, cast, places, rf):
    theirs = type(client)()
    theirs.force_login(cast.ratna)
    request = rf.get("/")
    request.session = theirs.session
    assert get_user(request) == cast.ratna
    client.force_login(cast.petugas)
    client.post(_url(cast.ratna), {**NEW, "confirm": "1"})
    assert get_user(request).is_anonymous


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"phone": "0812"}, "terlalu pendek"),
        ({"phone": ""}, "Isi nomor HP yang baru."),
        ({"proof": ""}, "Pilih cara identitasnya diperiksa."),
        ({"phone": "0899 0000 0002"}, "sudah dipakai akun lain"),
        ({"phone": "0899 0000 0001"}, "Ini nomor yang sekarang."),
    ],
)
def test_faults_are_told_and_nothing_typed_is_lost(client, cast, places, data, sentence):
    client.force_login(cast.petugas)
    page = client.post(_url(cast.ratna), {**NEW, **data, "confirm": "1"}).content.decode()
    assert sentence in page
    assert "HP hilang" in page
    cast.ratna.refresh_from_db()
    assert cast.ratna.phone == "+6289900000001"


def test_going_back_keeps_what_was_typed(client, cast, places):
    client.force_login(cast.petugas)
    page = client.post(_url(cast.ratna), {**NEW, "change": "1"}).content.decode()
    assert 'value="0812 3456 7890"' in page
    assert "HP hilang</textarea>" in page


def test_officer_does_not_change_the_number_of_somebody_who_enters_the_studio(client, cast, places):
    client.force_login(cast.petugas)
    assert "Hanya administrator" in client.get(reverse("desk_recovery"), {"q": "dewi"}).content.decode()
    client.post(_url(cast.dewi), {**NEW, "confirm": "1"})
    client.post(_url(cast.admin), {**NEW, "confirm": "1"})
    cast.dewi.refresh_from_db()
    cast.admin.refresh_from_db()
    assert (cast.dewi.phone, cast.admin.phone) == ("+6289900000003", "+6289900000006")


def test_search_costs_the_same_at_one_and_three_people(client, cast, places, django_assert_num_queries):
    client.force_login(cast.petugas)
    url = reverse("desk_recovery")
    client.get(url, {"q": "ratna"})
    with CaptureQueriesContext(connection) as at_one:
        client.get(url, {"q": "ratna"})
    with django_assert_num_queries(len(at_one)):
        found = client.get(url, {"q": "contoh"})
    assert len(found.context["found"]) == 6
