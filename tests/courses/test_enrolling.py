"""Joining a course."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from core.clock import now
from courses.enrolling import enrol
from courses.errors import CourseClosed, EvaluationTooEarly, QuizUnfinished
from courses.evaluating import evaluate_course
from courses.models import CourseEvaluation, Enrolment, LessonProgress
from courses.models.handed_in import EVALUATION_SCORES
from courses.outline import revision_of
from courses.progressing import mark_lesson_done
from messaging.models import OutboxMessage
from tests.factories.courses_content import make_course
from tests.factories.courses_records import (
    finish_lessons,
    finish_tasks,
    lessons_of,
    make_enrolment,
    make_person,
    quiz_lesson,
    take_final,
)

pytestmark = pytest.mark.django_db


def test_enrolling_twice_makes_one_and_welcomes_once():
    person, course = make_person(), make_course(slug="kemasan", modules=2)
    course.save_revision().publish()
    course.refresh_from_db()
    first = enrol(person, course)
    assert enrol(person, course) == first
    assert first.content_revision == revision_of(course) > 0
    text = OutboxMessage.objects.get(template="selamat_datang").text
    assert "8 JP" in text
    assert "satu produk Anda beserta kemasannya" in text
    assert "/belajar/kemasan/tes-awal/" in text


def test_officer_who_enrolled_somebody_is_named(cast):
    assert enrol(cast.ratna, make_course(), by=cast.petugas).enrolled_by == cast.petugas


def test_unpublished_course_takes_nobody():
    with pytest.raises(CourseClosed):
        enrol(make_person(), make_course(live=False))


def test_database_holds_one_enrolment_and_a_time_for_completion():
    enrolment = make_enrolment()
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.create(person=enrolment.person, course=enrolment.course, enrolled_at=now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.filter(pk=enrolment.pk).update(state="selesai")


def test_lesson_is_done_once_with_its_revision():
    enrolment = make_enrolment()
    lesson = lessons_of(enrolment)[0]
    lesson.save_revision().publish()
    lesson.refresh_from_db()
    assert mark_lesson_done(enrolment, lesson)
    first = LessonProgress.objects.get()
    assert not mark_lesson_done(enrolment, lesson)
    assert LessonProgress.objects.get() == first
    assert first.content_revision == lesson.live_revision_id
    assert LessonProgress.objects.count() == 1


def test_lesson_with_a_quiz_is_done_by_the_quiz():
    enrolment = make_enrolment()
    with pytest.raises(QuizUnfinished):
        mark_lesson_done(enrolment, quiz_lesson(enrolment))


def test_content_with_records_is_protected():
    enrolment = make_enrolment()
    mark_lesson_done(enrolment, lessons_of(enrolment)[0])
    with pytest.raises(ProtectedError):
        lessons_of(enrolment)[0].delete()
    with pytest.raises(ProtectedError):
        enrolment.course.delete()


def test_evaluation_opens_after_completion_and_the_first_one_stands(cast):
    enrolment = make_enrolment()
    answers = {**dict.fromkeys(EVALUATION_SCORES, 4), "most_useful": "Segel", "to_improve": ""}
    with pytest.raises(EvaluationTooEarly):
        evaluate_course(enrolment, answers)
    finish_lessons(enrolment)
    finish_tasks(enrolment, by=cast.dewi)
    take_final(enrolment)
    enrolment.refresh_from_db()
    first = evaluate_course(enrolment, answers)
    assert evaluate_course(enrolment, {**answers, "needs": 1}) == first
    assert CourseEvaluation.objects.get().needs == 4
    with pytest.raises(IntegrityError), transaction.atomic():
        CourseEvaluation.objects.update(needs=6)
