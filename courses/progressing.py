"""Marks lessons as done."""

from core.clock import now
from courses import passing
from courses.completing import complete_if_passed
from courses.errors import QuizUnfinished
from courses.models import Attempt, AttemptState, Enrolment, LessonPage, LessonProgress
from courses.outline import revision_of


def mark_lesson_done(enrolment: Enrolment, lesson: LessonPage) -> LessonProgress:
    """Record that the person finished the lesson; twice changes nothing.

    A lesson with a quiz is done by passing the quiz. Raises QuizUnfinished.
    """
    if lesson.has_quiz and not is_quiz_done(enrolment, lesson):
        raise QuizUnfinished
    return note_lesson_done(enrolment, lesson)


def note_lesson_done(enrolment: Enrolment, lesson: LessonPage) -> LessonProgress:
    """Record a lesson of which it is known that nothing is missing; twice changes nothing."""
    progress, is_new = LessonProgress.objects.get_or_create(
        enrolment=enrolment, lesson=lesson, defaults={"content_revision": revision_of(lesson), "done_at": now()}
    )
    if is_new:
        complete_if_passed(enrolment)
    return progress


def is_quiz_done(enrolment: Enrolment, lesson: LessonPage) -> bool:
    """Say whether one of the person's goes at this lesson's quiz counts."""
    submitted = Attempt.objects.filter(
        enrolment=enrolment, lesson=lesson, block_id=lesson.quiz_key, state=AttemptState.SUBMITTED
    )
    return any(passing.is_quiz_passed(score or 0) for score in submitted.values_list("score", flat=True))
