"""Two requests of one person at the same moment, with real threads and connections."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.contrib.auth.models import Group
from django.db import connection

from core.errors import UserFault
from courses.attempting import save_answer, start_final, start_quiz, submit_attempt
from courses.enrolling import enrol
from courses.inviting import TrainerInvited, invite_trainer
from courses.models import (
    Attempt,
    AttemptKind,
    Enrolment,
    LessonProgress,
    SubmissionState,
    TaskSubmission,
    TrainerInvitation,
)
from courses.panels import GUEST_PREFIX
from courses.progressing import mark_lesson_done
from courses.signals import course_completed
from courses.submitting import decide_task
from messaging.models import OutboxMessage
from tests.factories.courses_content import make_course
from tests.factories.courses_records import (
    answer_all,
    finish_lessons,
    finish_tasks,
    hand_in,
    lessons_of,
    make_enrolment,
    make_person,
    quiz_lesson,
    take_final,
)

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
WRITERS = 4


def at_once(*acts):
    """Run the acts at the same moment, each on a connection of its own; return results or the UserFault."""
    barrier = Barrier(len(acts))

    def run(act):
        try:
            barrier.wait(timeout=20)
            return act()
        except UserFault as fault:
            return fault
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result(timeout=60) for future in [pool.submit(run, act) for act in acts]]


@pytest.fixture
def course(transactional_db):
    """A course with a quiz, a task and enough questions."""
    return make_course(quiz=True, task=True, bank=20)


def test_joining_twice_at_once_makes_one_enrolment(course):
    person = make_person()
    results = at_once(*[lambda: enrol(person, course)] * WRITERS)
    assert len({enrolment.pk for enrolment in results}) == 1
    assert Enrolment.objects.count() == 1
    assert OutboxMessage.objects.filter(template="selamat_datang").count() == 1


def test_starting_twice_at_once_opens_one_attempt(course):
    enrolment = make_enrolment(course=course)
    quiz = quiz_lesson(enrolment)
    results = at_once(*[lambda: start_quiz(enrolment, quiz)] * WRITERS)
    assert len({attempt.pk for attempt in results}) == 1
    assert results[0].answers.count() == len(quiz.quiz_questions)


def test_final_started_and_handed_in_twice_at_once_counts_once(course):
    enrolment = make_enrolment(course=course)
    finish_lessons(enrolment)
    started = at_once(*[lambda: start_final(enrolment)] * WRITERS)
    attempt = answer_all(started[0], right=2)
    results = at_once(*[lambda: submit_attempt(attempt.pk, by=enrolment.person)] * WRITERS)
    assert {row.score for row in results} == {13}
    assert Attempt.objects.filter(kind=AttemptKind.FINAL).count() == 1
    assert OutboxMessage.objects.filter(template="belum_lulus").count() == 1


def test_answer_never_lands_after_handing_in(course):
    enrolment = make_enrolment(course=course)
    finish_lessons(enrolment)
    attempt = answer_all(start_final(enrolment))
    first = attempt.answers.get(position=1)
    wrong = (first.snapshot["correct"] + 1) % 4
    at_once(
        lambda: submit_attempt(attempt.pk, by=enrolment.person),
        lambda: save_answer(attempt.pk, 1, wrong, by=enrolment.person),
    )
    attempt.refresh_from_db()
    first.refresh_from_db()
    assert attempt.score == (100 if first.is_right else 93)


def test_lesson_finished_twice_at_once_is_done_once(course):
    enrolment = make_enrolment(course=course)
    lesson = lessons_of(enrolment)[0]
    at_once(*[lambda: mark_lesson_done(enrolment, lesson)] * WRITERS)
    assert LessonProgress.objects.count() == 1


def test_task_sent_twice_at_once_waits_once(course):
    enrolment = make_enrolment(course=course)
    at_once(*[lambda: hand_in(enrolment)] * WRITERS)
    assert TaskSubmission.objects.count() == 1


def test_course_completes_once_whoever_comes_last(course):
    enrolment = make_enrolment(course=course)
    teacher = make_person()
    finish_lessons(enrolment)
    submission = hand_in(enrolment)
    attempt = answer_all(start_final(enrolment))
    heard = []

    def hear(enrolment_id, **_):
        heard.append(enrolment_id)

    course_completed.connect(hear, weak=False)
    try:
        at_once(
            lambda: submit_attempt(attempt.pk, by=enrolment.person),
            lambda: decide_task(submission, accept=True, comment="", by=teacher),
        )
    finally:
        course_completed.disconnect(hear)
    assert heard == [enrolment.pk]
    assert OutboxMessage.objects.filter(template="lulus").count() == 1
    enrolment.refresh_from_db()
    assert enrolment.is_completed
    assert TaskSubmission.objects.get().state == SubmissionState.ACCEPTED


def test_eight_people_answer_at_once_and_nothing_is_locked(course):
    enrolments = [make_enrolment(course=course) for _ in range(8)]

    def learn(enrolment):
        return lambda: (finish_lessons(enrolment), take_final(enrolment, right=15))[1]

    results = at_once(*[learn(enrolment) for enrolment in enrolments])
    assert [attempt.score for attempt in results] == [100] * 8
    finish_tasks(enrolments[0], by=make_person())


def test_inviting_one_trainer_twice_at_once_invites_once_and_says_so(course):
    officer, trainers = make_person(), [make_person(), make_person()]
    acts = [partial(invite_trainer, course, trainer, by=officer) for trainer in trainers for _ in range(2)]
    results = at_once(*acts)
    assert sum(isinstance(result, TrainerInvited) for result in results) == 2
    assert TrainerInvitation.objects.count() == 2
    assert Group.objects.filter(name__startswith=GUEST_PREFIX).count() == 1
