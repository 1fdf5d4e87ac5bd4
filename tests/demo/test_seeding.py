"""The demo is fictional, marked, and made once however often it is asked for."""

import json
from collections import Counter
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from accounts.public import Role, has_consent, has_role
from businesses.models import Business
from businesses.public import business_of
from certificates.public import certificates_of
from courses.models import Attendance, Cohort, LearnerQuestion, Presence, TaskSubmission
from courses.public import courses_of
from demo.public import PASSWORD, PEOPLE
from demo.registry import COUNT
from reference.public import published_order
from tests.cast import MEMBERS
from tests.demo.rows import count_rows


def test_demo_people_are_the_cast():
    assert {person.username: (person.full_name, person.role) for person in PEOPLE} == MEMBERS
    assert [person.phone for person in PEOPLE] == [f"+628990000000{number}" for number in range(1, 7)]


def test_everybody_can_sign_in_and_has_their_role(seeded):
    for person in PEOPLE:
        user = authenticate(None, username=person.username, password=PASSWORD)
        assert user is not None, person.username
        assert has_role(user, Role(person.role))
        assert user.phone == person.phone
        assert user.phone_verified
        assert has_consent(user)


def test_all_people_and_businesses_are_marked_and_plainly_fictional(seeded):
    assert len(seeded) == 10 + COUNT
    for person in seeded.values():
        assert person.is_demo
        assert "Contoh" in person.full_name
    business = business_of(seeded["ratna"])
    assert business.is_demo
    assert business.name == "Keripik Pisang Contoh"
    assert business.village.district.name == "Kaliorang"


def test_ratna_has_one_course_under_way_and_one_issued_certificate(seeded):
    under_way, passed = courses_of(seeded["ratna"])
    assert (under_way.slug, under_way.is_completed) == ("kemasan", False)
    assert 0 < under_way.percent < 100
    assert (passed.slug, passed.is_completed) == ("kue", True)
    (certificate,) = certificates_of(seeded["ratna"])
    assert certificate.is_issued


def test_check_address_of_the_certificate_is_told_and_opens(seeded, client, settings):
    told = json.loads((Path(settings.VAR_DIR) / "demo" / "welcome.json").read_text())
    assert client.get(told["certificate"]).status_code == 200


def test_class_of_four_is_running_and_has_met_once(seeded):
    cohort = Cohort.objects.get()
    assert cohort.is_open and cohort.teacher == seeded["dewi"]
    assert cohort.members.count() == 4
    marks = Attendance.objects.filter(meeting=cohort.meetings.get()).values_list("state", flat=True)
    assert Counter(marks) == {Presence.PRESENT: 3, Presence.ABSENT: 1}


def test_instructor_finds_work_waiting(seeded):
    assert TaskSubmission.objects.filter(enrolment__person=seeded["sumiati"]).get().is_waiting
    assert LearnerQuestion.objects.filter(answered_at=None).count() == 1


def test_second_time_changes_nothing(seeded):
    before = count_rows()
    call_command("seed_demo")
    assert count_rows() == before


def test_server_gets_no_demo_people(seeded, settings):
    settings.SERVER = True
    before = count_rows()
    with pytest.raises(CommandError):
        call_command("seed_demo")
    assert count_rows() == before


def test_registry_has_300_plainly_fictional_businesses_in_every_kecamatan(seeded):
    rows = Business.objects.filter(is_demo=True).select_related("village")
    assert len(rows) == COUNT + 3
    assert all("Contoh" in row.name for row in rows)
    assert len({row.village.district_id for row in rows}) == 18
    assert all(not person.phone or person.phone.startswith("+62899") for person in seeded.values())
    assert {row.industry_size for row in rows} >= {"small"}
    assert any(row.is_leading_proposed for row in rows)


def test_registry_is_made_once_and_what_somebody_removed_stays_removed(seeded):
    Business.objects.filter(pk=Business.objects.last().pk).delete()
    before = Business.objects.count()
    call_command("seed_demo")
    assert Business.objects.count() == before


def test_order_of_kecamatan_is_published_as_an_example(seeded):
    assert len(published_order()) == 18
