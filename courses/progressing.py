"""Marks lessons as done."""

from courses import passing
from courses.completing import complete_if_passed
from courses.errors import QuizUnfinished
from courses.models import Attempt, AttemptState, Enrolment, LessonPage
from courses.outline import revision_of
from courses.progress_rows import write_done


def mark_lesson_done(enrolment: Enrolment, lesson: LessonPage) -> bool:
    """Record that the person finished the lesson, and say whether that is new; twice changes nothing.

    A lesson with a quiz is done by passing the quiz. Raises QuizUnfinished.
    """
    if lesson.has_quiz and not is_quiz_done(enrolment, lesson):
        raise QuizUnfinished
    return note_lesson_done(enrolment, lesson)


def note_lesson_done(enrolment: Enrolment, lesson: LessonPage) -> bool:
    """Record a lesson of which it is known that nothing is missing; say whether that is new."""
    is_new = write_done(enrolment.pk, lesson.pk, revision=revision_of(lesson))
    if is_new:
        complete_if_passed(enrolment)
    return is_new


def is_quiz_done(enrolment: Enrolment, lesson: LessonPage) -> bool:
    """Say whether one of the person's goes at this lesson's quiz counts."""
    submitted = Attempt.objects.filter(
        enrolment=enrolment, lesson=lesson, block_id=lesson.quiz_key, state=AttemptState.SUBMITTED
    )
    return any(passing.is_quiz_passed(score or 0) for score in submitted.values_list("score", flat=True))
