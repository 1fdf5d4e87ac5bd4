"""A class that closes gives everybody what was shown, once."""

import datetime as dt

import pytest

from core.clock import today
from courses.certifying import completion_facts
from courses.cohorts.closing import close_cohort, plan_closing
from courses.cohorts.errors import (
    CohortIsClosed,
    CohortNotOpen,
    ParticipationByCohort,
    ParticipationTooEarly,
    ParticipationUnneeded,
    PlanChanged,
)
from courses.cohorts.participating import ask_participation, participation_facts, participation_ids
from courses.models import CohortState, Outcome, Participation
from courses.signals import cohort_closed, course_completed, participation_due
from messaging.models import OutboxMessage
from tests.factories.courses_cohorts import make_cohort, make_meeting, mark_present
from tests.factories.courses_content import make_course
from tests.factories.courses_records import finish_lessons, make_enrolment, take_final

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard():
    """What the room's signals said, in order."""
    facts = []

    def hear(name):
        def listen(sender, signal, **values):
            facts.append((name, *values.values()))

        return listen

    listeners = {
        signal: hear(name)
        for name, signal in (("lulus", course_completed), ("ikut", participation_due), ("tutup", cohort_closed))
    }
    for signal, listener in listeners.items():
        signal.connect(listener)
    yield facts
    for signal, listener in listeners.items():
        signal.disconnect(listener)


def _close(cohort, by=None):
    return close_cohort(cohort.pk, by=by, seen=plan_closing(cohort).fingerprint)


def test_attendance_class_gives_certificate_letter_or_nothing(cast, heard, django_capture_on_commit_callbacks):
    cohort = make_cohort(members=3, by_attendance=True)
    good, half, _away = cohort.members.all()
    first = make_meeting(cohort, jp=8, topic="Kemasan", held_on=today() - dt.timedelta(days=1))
    mark_present(first, good, half)
    mark_present(make_meeting(cohort, jp=8, topic="Label"), good)
    with django_capture_on_commit_callbacks(execute=True):
        plan = _close(cohort, cast.petugas)
    assert plan.counts == {"Sertifikat": 1, "Surat Keterangan Mengikuti": 1, "Tidak ada": 1}
    cohort.refresh_from_db()
    assert (cohort.state, cohort.closed_by) == (CohortState.CLOSED, cast.petugas)
    outcomes = [(one.outcome, one.attendance_percent) for one in cohort.members.order_by("pk")]
    assert outcomes == [(Outcome.CERTIFICATE, 100), (Outcome.PARTICIPATION, 50), (Outcome.NOTHING, 0)]
    assert sorted(heard[:2]) == [("ikut", half.enrolment_id), ("lulus", good.enrolment_id)]
    assert heard[2:] == [("tutup", cohort.pk)]
    facts = completion_facts(good.enrolment_id)
    assert (facts.is_by_attendance, facts.attendance_percent, facts.jp) == (True, 100, 16)
    assert facts.modules == (("Kemasan", 8), ("Label", 8))
    assert (facts.started_on, facts.completed_on) == (today() - dt.timedelta(days=1), today())
    letter = participation_facts(half.enrolment_id)
    assert (letter.attendance_percent, letter.jp, letter.place) == (50, 16, "Balai Desa Contoh")
    assert participation_ids() == [half.enrolment_id]
    told = dict(OutboxMessage.objects.values_list("template", "person"))
    assert told["lulus_kehadiran"] == good.enrolment.person_id
    assert told["surat_keterangan"] == half.enrolment.person_id


@pytest.mark.parametrize(("jp_there", "outcome"), [(8, Outcome.CERTIFICATE), (7, Outcome.PARTICIPATION)])
def test_the_line_is_eighty_percent(jp_there, outcome):
    cohort = make_cohort(members=1, by_attendance=True)
    member = cohort.members.get()
    mark_present(make_meeting(cohort, jp=jp_there), member)
    mark_present(make_meeting(cohort, jp=10 - jp_there))
    assert [row.outcome for row in plan_closing(cohort).rows] == [outcome]


def test_course_class_follows_the_pass_rule_of_the_course(heard, django_capture_on_commit_callbacks):
    course = make_course(lessons=1, bank=20)
    cohort = make_cohort(course, members=4)
    passed, learned, came, _away = cohort.members.all()
    finish_lessons(passed.enrolment)
    take_final(passed.enrolment)
    finish_lessons(learned.enrolment)
    mark_present(make_meeting(cohort), came)
    with django_capture_on_commit_callbacks(execute=True):
        _close(cohort)
    outcomes = [one.outcome for one in cohort.members.order_by("pk")]
    assert outcomes == [Outcome.CERTIFICATE, Outcome.PARTICIPATION, Outcome.PARTICIPATION, Outcome.NOTHING]
    assert not completion_facts(passed.enrolment_id).is_by_attendance
    assert ("lulus", passed.enrolment_id) not in heard  # that was said when she passed
    assert participation_facts(learned.enrolment_id).modules == (("Modul percobaan 1", 4),)


def test_closing_twice_and_closing_a_draft_are_refused():
    cohort = make_cohort(members=1)
    _close(cohort)
    with pytest.raises(CohortIsClosed):
        _close(cohort)
    draft = make_cohort(members=1, is_open=False)
    with pytest.raises(CohortNotOpen):
        _close(draft)
    assert Participation.objects.count() == 0


def test_what_changed_after_looking_is_shown_again():
    cohort = make_cohort(members=1, by_attendance=True)
    seen = plan_closing(cohort).fingerprint
    mark_present(make_meeting(cohort), cohort.members.get())
    with pytest.raises(PlanChanged):
        close_cohort(cohort.pk, by=None, seen=seen)
    cohort.refresh_from_db()
    assert cohort.is_open


def test_passing_later_still_leads_to_a_certificate():
    cohort = make_cohort(make_course(lessons=1, bank=20), members=1)
    member = cohort.members.get()
    mark_present(make_meeting(cohort), member)
    _close(cohort)
    finish_lessons(member.enrolment)
    take_final(member.enrolment)
    assert completion_facts(member.enrolment_id).final_score == 100


def test_learner_without_a_class_asks_once(heard, django_capture_on_commit_callbacks):
    enrolment = make_enrolment(course=make_course(lessons=1, bank=20))
    with pytest.raises(ParticipationTooEarly):
        ask_participation(enrolment)
    finish_lessons(enrolment)
    with django_capture_on_commit_callbacks(execute=True):
        assert ask_participation(enrolment)
        assert not ask_participation(enrolment)
    assert heard == [("ikut", enrolment.pk)]
    assert participation_facts(enrolment.pk).attendance_percent == 100
    take_final(enrolment)
    enrolment.refresh_from_db()
    with pytest.raises(ParticipationUnneeded):
        ask_participation(enrolment)


def test_in_a_class_its_closing_decides():
    member = make_cohort(members=1).members.get()
    finish_lessons(member.enrolment)
    with pytest.raises(ParticipationByCohort):
        ask_participation(member.enrolment)


def test_person_who_goes_takes_class_and_letter_along():
    cohort = make_cohort(members=1)
    member = cohort.members.get()
    mark_present(make_meeting(cohort), member)
    _close(cohort)
    member.enrolment.person.delete()
    assert not cohort.members.exists()
    assert not Participation.objects.exists()
