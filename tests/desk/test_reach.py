"""An officer limited to kecamatan, in lists of people and of learning: who lives and works elsewhere is not there."""

import pytest
from django.urls import reverse

from accounts.models import DataRequest
from accounts.public import change_phone, create_person
from businesses.models import DistrictLimit
from businesses.public import business_of, register_business
from certificates.awarding import award
from courses.asking import ask_question
from messaging.models import OutboxMessage
from messaging.public import send_message
from reference.public import villages
from tests.certificates.conftest import issued, pass_course
from tests.factories.courses_cohorts import make_cohort
from tests.factories.courses_content import make_course
from tests.factories.courses_records import hand_in, lessons_of, make_enrolment

MINE, OTHER = "64.08.10", "64.08.06"
KEY = "7a0c4c5e-6b1f-4a86-9d6c-0a52d2f3b001"


@pytest.fixture
def two(cast, places):
    """Return somebody in the officer's only kecamatan, and somebody in Busang."""
    DistrictLimit.objects.create(person=cast.petugas, district_id=MINE)
    here, there = (villages().filter(district=code).first() for code in (MINE, OTHER))
    near = create_person(full_name="Dekat Contoh", phone="0899 0000 8001", village=here)
    far = create_person(full_name="Rahasia Contoh", phone="0899 0000 8002", village=there)
    return near, far


@pytest.fixture
def officer(client, cast, two):
    client.force_login(cast.petugas)
    return client


def body(client, name, *args, **query):
    return client.get(reverse(name, args=args), query).content.decode()


@pytest.mark.parametrize("query", [{}, {"q": "Rahasia"}, {"q": "0899 0000 8002"}])
def test_list_of_people(officer, query):
    page = body(officer, "desk_people", **query)
    assert "Rahasia Contoh" not in page
    assert ("Dekat Contoh" in page) is not bool(query)


def test_owner_of_a_business_here_is_seen_wherever_they_live(officer, two):
    register_business(two[1], name="Cabang Kaliorang", village=villages().filter(district=MINE).first())
    assert "Rahasia Contoh" in body(officer, "desk_people")


def test_number_recovery(officer, cast, two):
    near, far = two
    assert "Rahasia Contoh" not in body(officer, "desk_recovery", q="Contoh")
    assert officer.get(reverse("desk_recover_person", args=[far.pk])).status_code == 404
    assert officer.get(reverse("desk_recover_person", args=[near.pk])).status_code == 200
    for person, number in ((near, "+6289900008003"), (far, "+6289900008004")):
        change_phone(person, phone=number, by=cast.admin, reason="Hilang")
    page = body(officer, "desk_recovery")
    assert "Dekat Contoh" in page and "Rahasia Contoh" not in page


def test_workers_are_added_where_the_officer_may_look(officer, two):
    near, far = two
    own = register_business(near, name="Keripik Dekat")
    register_business(far, name="Rotan Jauh")
    assert officer.get(reverse("desk_add_worker", args=[far.pk])).status_code == 404
    address = reverse("desk_add_worker", args=[near.pk])
    page = officer.post(address, {"business_id": own.pk, "phone": far.phone}).content.decode()
    assert "belum punya akun" in page and "Rahasia" not in page
    assert business_of(far).name == "Rotan Jauh"


def test_class_lists_name_nobody_elsewhere(officer, two):
    cohort = make_cohort(make_course(slug="kelas"))
    page = body(officer, "desk_choose", cohort.pk)
    assert "Dekat Contoh" in page and "Rahasia Contoh" not in page
    course = make_course(slug="lain", title="Lain")
    for line in ("Rahasia Contoh", "0899 0000 8002", "Siti; 0899 0000 8002; Bumi Etam"):
        page = officer.post(reverse("desk_class"), {"course": course.pk, "text": line}).content.decode()
        assert "atas nama Rahasia" not in page and "Akun Rahasia" not in page
        assert "belum punya akun" in page or "Tidak ada akun" in page or "di luar wilayah" in page


LISTS = ["learning_results:index", "learning_tasks:index", "learning_questions:index"]


def test_lists_of_learning(officer, client, cast, two):
    course = make_course(slug="contoh", task=True, title="Kursus contoh")
    rows = []
    for person in two:
        enrolment = make_enrolment(person, course)
        rows.append((enrolment, hand_in(enrolment)))
        ask_question(person, lessons_of(enrolment)[0], text=f"Tanya {person}, ya?", form_key=KEY)
    for name in LISTS:
        page = body(officer, name)
        assert "Dekat Contoh" in page and "Rahasia Contoh" not in page, name
    assert officer.get(reverse("learning_results:edit", args=[rows[1][0].pk])).status_code == 404
    assert officer.get(reverse("learning_tasks:edit", args=[rows[1][1].pk])).status_code == 404
    export = b"".join(officer.get(reverse(LISTS[0]), {"export": "csv"}).streaming_content)
    assert b"Rahasia" not in export
    client.force_login(cast.kepala)
    assert "Rahasia Contoh" in body(client, LISTS[0])


def test_requests_about_data(officer, two):
    for person in two:
        DataRequest.objects.create(person=person, kind=DataRequest.Kind.STOP)
    page = body(officer, "data_requests:index")
    assert "Dekat Contoh" in page and "Rahasia Contoh" not in page
    far = DataRequest.objects.get(person=two[1])
    assert officer.get(reverse("data_requests:edit", args=[far.pk])).status_code == 404


def test_register_of_certificates(officer, two, cast):
    near, far = (issued(person) for person in two)
    page = body(officer, "certificates:index")
    assert "Dekat Contoh" in page and "Rahasia Contoh" not in page
    for act in ("inspect", "correct", "revoke"):
        assert officer.get(reverse(f"certificates:{act}", args=[near.pk])).status_code == 200
        assert officer.get(reverse(f"certificates:{act}", args=[far.pk])).status_code in {302, 404}
    assert officer.get(near.download_url).status_code == 200
    assert officer.get(far.download_url).status_code == 403
    answer = officer.get(reverse("certificates:index"), {"export": "csv", "q": "Contoh"})
    exported = b"".join(answer.streaming_content).decode()
    assert "Dekat Contoh" in exported and "Rahasia Contoh" not in exported


def test_queue_of_approval(officer, two):
    for person in two:
        award(pass_course(person).pk)
    page = body(officer, "certificates:queue")
    assert "Dekat Contoh" in page and "Rahasia Contoh" not in page


def test_messages(officer, two):
    for person in two:
        values = dict.fromkeys(["kursus", "nomor", "tautan"], "x")
        send_message("sertifikat_terbit", to=person, values=values, key=f"reach-{person.pk}")
    page = body(officer, "outbox:index")
    assert "Dekat Contoh" in page and "Rahasia Contoh" not in page
    far = OutboxMessage.objects.get(person=two[1])
    assert officer.get(reverse("outbox:retry", args=[far.pk])).status_code == 404
    assert officer.get(reverse("outbox:inspect", args=[far.pk])).status_code in {302, 404}
