"""A class is filled from the list of learners by a filter, or from a pasted list; errors stay, nobody is in twice."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from businesses.public import register_business
from courses.cohorts.gathering import join_cohort
from desk.choosing_people import candidates_for
from reference.public import districts, sectors, villages
from tests.factories.courses_cohorts import make_cohort
from tests.factories.courses_content import make_course
from tests.factories.courses_records import finish_lessons, make_enrolment, make_person, take_final


def _village(name):
    return villages().filter(district__name=name).first()


@pytest.fixture
def cohort(course):
    return make_cohort(course, capacity=3)


@pytest.fixture
def learners(places):
    """Three learners: Busang is far, Sangatta Utara near, one without a place."""
    return [
        make_person(full_name="A Dekat", village=_village("Sangatta Utara")),
        make_person(full_name="B Jauh", village=_village("Busang")),
        make_person(full_name="C Tanpa"),
    ]


def _names(rows):
    return [person.full_name for person in rows]


def test_remotest_kecamatan_comes_first_and_unknown_last(cohort, learners):
    assert _names(candidates_for(cohort, {"remote_first": True})) == ["B Jauh", "A Dekat", "C Tanpa"]
    assert _names(candidates_for(cohort, {})) == ["A Dekat", "B Jauh", "C Tanpa"]


def test_filter_by_kecamatan_sector_and_training(cohort, learners):
    near, far, _ = learners
    sector = sectors().first()
    register_business(far, name="Anyaman Contoh", sector=sector)
    passed = make_enrolment(near, make_course(bank=20))
    finish_lessons(passed)
    take_final(passed)
    busang = districts().get(name="Busang")
    assert _names(candidates_for(cohort, {"district": busang})) == ["B Jauh"]
    assert _names(candidates_for(cohort, {"sector": sector})) == ["B Jauh"]
    assert _names(candidates_for(cohort, {"untrained": True})) == ["B Jauh", "C Tanpa"]


def test_staff_members_and_who_passed_the_course_are_left_out(cohort, learners, cast):
    join_cohort(cohort.pk, learners[0])
    found = _names(candidates_for(cohort, {}))
    assert "A Dekat" not in found
    assert "Petugas Contoh" not in found
    assert "Ratna Contoh" in found


def test_officer_takes_in_who_is_ticked(client, cast, cohort, learners):
    client.force_login(cast.petugas)
    url = reverse("desk_choose", args=[cohort.pk])
    page = client.get(url).content.decode()
    assert page.index("B Jauh") < page.index("A Dekat")
    assert "3 kursi tersisa" in page
    answer = client.post(url, {"person": [learners[1].pk, learners[2].pk, "x"]}, follow=True)
    assert "2 peserta ditambahkan" in answer.content.decode()
    members = {member.enrolment.person for member in cohort.members.all()}
    assert members == {learners[1], learners[2]}
    assert {member.added_by for member in cohort.members.all()} == {cast.petugas}


def test_proposal_is_no_longer_than_asked_and_than_seats(client, cast, cohort, learners):
    client.force_login(cast.petugas)
    url = reverse("desk_choose", args=[cohort.pk])
    assert client.get(url, {"count": "1"}).content.decode().count('name="person"') == 1
    join_cohort(cohort.pk, learners[0])
    join_cohort(cohort.pk, learners[1])
    assert client.get(url, {"count": "50"}).content.decode().count('name="person"') == 1


def test_nobody_ticked_is_said(client, cast, cohort):
    client.force_login(cast.petugas)
    answer = client.post(reverse("desk_choose", args=[cohort.pk]), follow=True)
    assert "Centang paling sedikit satu orang." in answer.content.decode()


def test_choosing_costs_the_same_for_one_and_for_three(client, cast, cohort, learners):
    client.force_login(cast.petugas)
    url = reverse("desk_choose", args=[cohort.pk])
    client.get(url)
    counts = []
    for count in (1, 3):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url, {"count": count}).content.decode().count('name="person"') == count
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_pasted_numbers_and_names_find_accounts_and_errors_stay(client, cast, cohort):
    make_person(full_name="Siti Contoh")
    for _ in range(2):
        make_person(full_name="Kembar Contoh")
    client.force_login(cast.petugas)
    url = reverse("desk_paste", args=[cohort.pk])
    text = "0899-0000-0001\nsiti contoh\nKembar Contoh\n0812 9999 9999\nBaru; 0812 3456 7890; Bumi Etam"
    preview = client.post(url, {"text": text}).content.decode()
    assert "Akun Ratna Contoh ditemukan, lalu didaftarkan." in preview
    assert "Ada 2 akun bernama Kembar Contoh. Tulis nomor HP-nya saja." in preview
    assert "Nomor ini belum punya akun." in preview
    assert not cohort.members.exists()
    page = client.post(url, {"text": text, "confirm": "1"}).content.decode()
    names = sorted(str(member) for member in cohort.members.all())
    assert names == ["Baru", "Ratna Contoh", "Siti Contoh"]
    assert "2 baris belum didaftarkan." in page
    assert "Kembar Contoh\n0812 9999 9999</textarea>" in page


def test_pasted_list_for_a_full_class_is_refused_line_by_line(client, cast, cohort):
    client.force_login(cast.petugas)
    text = "\n".join(f"Peserta {n}; 0812 3456 70{n:02}; Bumi Etam" for n in range(4))
    page = client.post(reverse("desk_paste", args=[cohort.pk]), {"text": text, "confirm": "1"}).content.decode()
    assert "Baris 4, Peserta 3: Kursi angkatan ini sudah penuh (3)." in page
    assert cohort.members.count() == 3


def test_list_sent_twice_puts_nobody_in_twice(client, cast, cohort):
    client.force_login(cast.petugas)
    for _ in range(2):
        client.post(reverse("desk_paste", args=[cohort.pk]), {"text": "0899-0000-0001", "confirm": "1"})
    assert cohort.members.count() == 1


def test_who_follows_the_course_already_still_joins_the_class(client, cast, cohort):
    make_enrolment(cast.ratna, cohort.course)
    client.force_login(cast.petugas)
    client.post(reverse("desk_paste", args=[cohort.pk]), {"text": "0899-0000-0001", "confirm": "1"})
    assert cohort.members.get().enrolment.person == cast.ratna


@pytest.mark.parametrize("name", ["desk_choose", "desk_paste"])
@pytest.mark.parametrize(("member", "allowed"), [("petugas", True), ("kepala", False), ("dewi", False)])
def test_only_the_office_fills_classes(client, cast, cohort, name, member, allowed):
    client.force_login(getattr(cast, member))
    assert (client.get(reverse(name, args=[cohort.pk])).status_code == 200) is allowed


def test_doors_stand_on_the_screen_of_the_class(client, cast, cohort):
    client.force_login(cast.petugas)
    page = client.get(reverse("cohorts:inspect", args=[cohort.pk])).content.decode()
    assert reverse("desk_choose", args=[cohort.pk]) in page
    assert reverse("desk_paste", args=[cohort.pk]) in page
