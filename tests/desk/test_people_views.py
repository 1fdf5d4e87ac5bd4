"""The list of people: told apart by words, searched, filtered, at a constant number of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.public import create_person
from businesses.public import add_worker, register_business
from reference.public import regencies, villages


@pytest.fixture
def people(cast, places):
    """Six kinds of people: owner, two workers, nobody's, from elsewhere, under 17."""
    bumi_etam = villages().get(name="Bumi Etam")
    owner = create_person(full_name="Siti Pemilik", phone="081234567801", village=bumi_etam)
    business = register_business(owner, name="Keripik Siti")
    for number, name in enumerate(("Tono Pekerja", "Wati Pekerja"), start=2):
        add_worker(business, create_person(full_name=name, phone=f"08123456780{number}", village=bumi_etam))
    create_person(full_name="Joko Tanpa", phone="081234567804", village=bumi_etam)
    create_person(full_name="Lena Bontang", phone="081234567805", regency=regencies().get(code="64.74"))
    create_person(full_name="Adik Muda", phone="081234567806", village=bumi_etam, is_minor=True, is_demo=True)


def _list(client, **query):
    return client.get(reverse("desk_people"), query)


def _names(client, **query):
    return {person.full_name for person in _list(client, **query).context["object_list"]}


@pytest.mark.parametrize(
    ("member", "allowed"),
    [("petugas", True), ("admin", True), ("kepala", True), ("dewi", False), ("hasan", False), ("ratna", False)],
)
@pytest.mark.parametrize("name", ["desk_people", "desk_people_results"])
def test_list_is_open_to_the_office(client, cast, places, name, member, allowed):
    client.force_login(getattr(cast, member))
    assert (client.get(reverse(name)).status_code == 200) is allowed


@pytest.mark.parametrize(
    ("member", "shown"),
    [
        ("petugas", {"Daftar peserta", "Daftarkan kelas", "Pulihkan akses"}),
        ("admin", {"Daftar peserta", "Daftarkan kelas", "Pulihkan akses"}),
        ("kepala", {"Daftar peserta"}),
        ("dewi", set()),
    ],
)
def test_menu_shows_only_what_may_be_opened(client, cast, places, member, shown):
    client.force_login(getattr(cast, member))
    page = client.get("/studio/").content.decode()
    assert {label for label in ("Daftar peserta", "Daftarkan kelas", "Pulihkan akses") if label in page} == shown


def test_people_are_told_apart_by_words(client, cast, people):
    client.force_login(cast.kepala)
    page = _list(client).content.decode()
    for words in (
        "Keripik Siti (pemilik, 3 orang)",
        "Pekerja di Keripik Siti (3 orang)",
        "Belum punya usaha",
        "Bumi Etam, Kaubun",
        "Luar Kutai Timur: Kota Bontang",
        "Belum diisi",
        "di bawah 17 tahun, contoh",
        "0812-3456-7801",
    ):
        assert words in page


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"business": "owner"}, {"Siti Pemilik"}),
        ({"business": "worker"}, {"Tono Pekerja", "Wati Pekerja"}),
        ({"business": "none", "origin": "outside"}, {"Lena Bontang"}),
        ({"district": "64.08.15", "business": "none"}, {"Joko Tanpa", "Adik Muda"}),
        ({"age": "minor"}, {"Adik Muda"}),
        ({"kind": "demo"}, {"Adik Muda"}),
        ({"role": "Pengajar"}, {"Dewi Contoh"}),
        ({"role": "Peserta", "origin": "unknown"}, {"Ratna Contoh"}),
        ({"q": "keripik siti"}, {"Siti Pemilik", "Tono Pekerja", "Wati Pekerja"}),
        ({"q": "0812 3456 7805"}, {"Lena Bontang"}),
        ({"q": "tidak ada"}, set()),
    ],
)
def test_list_searches_and_filters(client, cast, people, query, names):
    client.force_login(cast.petugas)
    assert _names(client, **query) == names


def test_unfinished_sign_ups_and_closed_accounts_stay_out(client, cast, people):
    person = create_person(full_name="Belum Selesai", phone="081234567807")
    type(person).objects.filter(pk=person.pk).update(is_pending=True)
    cast.hasan.is_active = False
    cast.hasan.save()
    client.force_login(cast.petugas)
    assert not {"Belum Selesai", "Hasan Contoh"} & _names(client)


def test_list_is_paged(client, cast, places):
    for number in range(51):
        create_person(full_name=f"Peserta {number}", phone=f"0812345690{number:02}")
    client.force_login(cast.petugas)
    assert len(_names(client)) == 50
    assert len(_names(client, p=2)) == 7


def test_list_costs_the_same_for_few_and_many(client, cast, people, django_assert_num_queries):
    client.force_login(cast.petugas)
    _list(client)
    with CaptureQueriesContext(connection) as at_one:
        _list(client, q="siti pemilik")
    with django_assert_num_queries(len(at_one)):
        assert len(_names(client, q="o")) > 5
    assert len(at_one) <= 16


def test_head_of_office_gets_no_link_to_change_anything(client, cast, people):
    client.force_login(cast.kepala)
    assert "/studio/pulihkan-akses/" not in _list(client).content.decode()
    client.force_login(cast.petugas)
    page = _list(client).content.decode()
    assert reverse("desk_recover_person", args=[cast.ratna.pk]) in page
    assert reverse("desk_recover_person", args=[cast.dewi.pk]) not in page
