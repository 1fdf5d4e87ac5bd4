"""A course is declared completed once, and the fact leaves after commit."""

import pytest

from courses.completing import complete_if_passed
from courses.models import Attempt, AttemptState, EnrolmentState
from courses.outline import outline_of
from courses.progressing import mark_lesson_done
from courses.public import completed_enrolment_ids, completion_facts, courses_of
from courses.signals import course_completed
from courses.submitting import decide_task
from messaging.models import OutboxMessage
from tests.factories.courses_content import make_lesson
from tests.factories.courses_records import (
    finish_lessons,
    finish_tasks,
    hand_in,
    make_enrolment,
    make_person,
    take_final,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def facts():
    """What `course_completed` said."""
    heard = []

    def hear(enrolment_id, **_):
        heard.append(enrolment_id)

    course_completed.connect(hear, weak=False)
    yield heard
    course_completed.disconnect(hear)


def test_last_accepted_task_completes_the_course_once(cast, facts, django_capture_on_commit_callbacks):
    enrolment = make_enrolment()
    finish_lessons(enrolment)
    take_final(enrolment)
    enrolment.refresh_from_db()
    assert not enrolment.is_completed
    with django_capture_on_commit_callbacks(execute=True):
        finish_tasks(enrolment, by=cast.dewi)
        assert facts == []  # before commit nobody hears of it
    assert facts == [enrolment.pk]
    with django_capture_on_commit_callbacks(execute=True):
        assert not complete_if_passed(enrolment)
    assert facts == [enrolment.pk]
    enrolment.refresh_from_db()
    assert (enrolment.state, bool(enrolment.completed_at)) == (EnrolmentState.COMPLETED, True)
    assert OutboxMessage.objects.filter(template="lulus", person_id=enrolment.person_id).count() == 1


def test_final_test_completes_the_course_when_it_comes_last(cast, facts, django_capture_on_commit_callbacks):
    enrolment = make_enrolment()
    finish_lessons(enrolment)
    finish_tasks(enrolment, by=cast.dewi)
    with django_capture_on_commit_callbacks(execute=True):
        take_final(enrolment, right=11)
    assert facts == [enrolment.pk]
    assert "nilai 73" in OutboxMessage.objects.get(template="lulus").text


def test_returned_task_completes_nothing(cast, facts, django_capture_on_commit_callbacks):
    enrolment = make_enrolment()
    finish_lessons(enrolment)
    take_final(enrolment)
    with django_capture_on_commit_callbacks(execute=True):
        decide_task(hand_in(enrolment), accept=False, comment="Ulangi.", by=cast.dewi)
    assert facts == []


def test_new_lesson_is_owed_by_learners_but_takes_nothing_back(cast):
    done = make_enrolment()
    learning = make_enrolment(course=done.course)
    finish_lessons(done)
    finish_tasks(done, by=cast.dewi)
    take_final(done)
    finish_lessons(learning)
    finish_tasks(learning, by=cast.dewi)
    late = make_lesson(done.course.modules()[0])
    done.refresh_from_db()
    assert done.is_completed
    assert courses_of(learning.person)[0].next_title == late.title
    mark_lesson_done(learning, late)
    take_final(learning)
    learning.refresh_from_db()
    assert learning.is_completed


def test_facts_hold_what_a_certificate_says(cast):
    enrolment = make_enrolment(make_person(full_name="Siti Contoh"), modules=2)
    assert completion_facts(enrolment.pk) is None
    finish_lessons(enrolment)
    finish_tasks(enrolment, by=cast.dewi)
    take_final(enrolment, right=12)
    facts = completion_facts(enrolment.pk)
    assert (facts.person_name, facts.course_title, facts.jp) == ("Siti Contoh", enrolment.course.title, 8)
    assert facts.modules == (("Modul percobaan 1", 4), ("Modul percobaan 2", 4))
    assert (facts.pretest_score, facts.final_score, facts.attendance_percent) == (None, 80, 100)
    assert completed_enrolment_ids() == [enrolment.pk]
    assert completion_facts(enrolment.pk + 1) is None


def test_unpublished_lesson_is_neither_owed_nor_counted(cast):
    enrolment = make_enrolment(lessons=2)
    lesson = outline_of(enrolment.course).lessons[0]
    lesson.live = False
    lesson.save(update_fields=["live"])
    finish_lessons(enrolment)
    assert courses_of(enrolment.person)[0].percent == 100
    assert Attempt.objects.filter(enrolment=enrolment, state=AttemptState.OPEN).count() == 0
