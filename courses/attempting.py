"""Goes at quizzes and tests: starting, answering one question at a time, handing in.

Every act locks its row first, so two requests of one person queue; what was done already is left as it is.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction

from core.clock import now
from courses import passing, telling
from courses.answer_rows import choose, count_unanswered, find_answer, lock_attempt
from courses.blocks import Question
from courses.completing import complete_if_passed
from courses.drawing import draw_questions, shuffle_options
from courses.errors import (
    AnswerFixed,
    AnswersMissing,
    AttemptClosed,
    ChoiceUnknown,
    NotYourAttempt,
    PositionUnknown,
    PretestTaken,
    PretestTooLate,
    QuizMissing,
)
from courses.grading import score_of
from courses.models import Answer, Attempt, AttemptKind, AttemptState, Enrolment, LessonPage
from courses.outline import revision_of
from courses.progressing import note_lesson_done
from courses.standing import standing_of


@transaction.atomic
def start_pretest(enrolment: Enrolment) -> Attempt:
    """Return the person's one pre-test, opened now if it wasn't.

    Raises PretestTaken, PretestTooLate, QuestionsMissing.
    """
    lock_enrolment(enrolment)
    attempts = Attempt.objects.filter(enrolment=enrolment)
    begun = attempts.filter(kind=AttemptKind.PRETEST).first()
    if begun and not begun.is_open:
        raise PretestTaken
    if attempts.filter(kind=AttemptKind.FINAL).exists():
        raise PretestTooLate
    return begun or _open(
        enrolment, AttemptKind.PRETEST, draw_questions(enrolment.course, settings.COURSES_PRETEST_QUESTIONS)
    )


@transaction.atomic
def start_quiz(enrolment: Enrolment, lesson: LessonPage) -> Attempt:
    """Return the open go at the lesson's quiz, or a new one. Raises QuizMissing."""
    lock_enrolment(enrolment)
    if not lesson.has_quiz or not lesson.live:
        raise QuizMissing
    attempts = Attempt.objects.filter(enrolment=enrolment, lesson=lesson, block_id=lesson.quiz_key)
    unfinished = attempts.filter(state=AttemptState.OPEN).first()
    return unfinished or _open(
        enrolment,
        AttemptKind.QUIZ,
        lesson.quiz_questions,
        number=attempts.count() + 1,
        lesson=lesson,
        block_id=lesson.quiz_key,
        content_revision=revision_of(lesson),
    )


@transaction.atomic
def start_final(enrolment: Enrolment) -> Attempt:
    """Return the open attempt at the final test, or a new one with questions drawn anew.

    Raises FinalUnneeded, FinalNotOpen, FinalAttemptsUsed, FinalTooEarly, QuestionsMissing.
    """
    lock_enrolment(enrolment)
    attempts = Attempt.objects.filter(enrolment=enrolment, kind=AttemptKind.FINAL)
    unfinished = attempts.filter(state=AttemptState.OPEN).first()
    if unfinished:
        return unfinished
    passing.check_final_may_start(standing_of(enrolment), now())
    questions = draw_questions(enrolment.course, settings.COURSES_FINAL_QUESTIONS)
    return _open(enrolment, AttemptKind.FINAL, questions, number=attempts.count() + 1)


@transaction.atomic
def save_answer(attempt_id: int, position: int, choice: int, *, by: Any) -> Answer:
    """Keep the option chosen for one question; the same choice again changes nothing.

    Raises NotYourAttempt, AttemptClosed, PositionUnknown, ChoiceUnknown, AnswerFixed.
    """
    attempt = _locked_attempt(attempt_id, by)
    answer = find_answer(attempt, position)
    if answer is None:
        raise PositionUnknown
    if not 0 <= choice < len(answer.snapshot["options"]):
        raise ChoiceUnknown
    if answer.choice == choice:
        return answer
    if not attempt.is_open:
        raise AttemptClosed
    if attempt.kind == AttemptKind.QUIZ and answer.choice is not None:
        raise AnswerFixed
    choose(answer, choice, now())
    if attempt.kind == AttemptKind.QUIZ and not count_unanswered(attempt):
        _hand_in(attempt)
    return answer


@transaction.atomic
def submit_attempt(attempt_id: int, *, by: Any) -> Attempt:
    """Hand in the answers and mark them; handing in twice changes nothing.

    Raises NotYourAttempt, AnswersMissing (a pre-test may be left with gaps).
    """
    attempt = _locked_attempt(attempt_id, by)
    if not attempt.is_open:
        return attempt
    unanswered = count_unanswered(attempt)
    if unanswered and attempt.kind != AttemptKind.PRETEST:
        raise AnswersMissing(count=unanswered)
    return _hand_in(attempt)


def lock_enrolment(enrolment: Enrolment) -> None:
    """Make two starts of one person queue, so that neither draws a second set of questions."""
    Enrolment.objects.select_for_update(no_key=True).filter(pk=enrolment.pk).first()


def _locked_attempt(attempt_id: int, by: Any) -> Attempt:
    attempt = lock_attempt(attempt_id, by.pk)
    if attempt is None:
        raise NotYourAttempt
    return attempt


def _open(
    enrolment: Enrolment, kind: AttemptKind, questions: Sequence[Question], *, number: int = 1, **of_quiz: Any
) -> Attempt:
    """Make the attempt and, as unanswered answers, the questions that it asks."""
    given = {"content_revision": revision_of(enrolment.course), **of_quiz}
    attempt = Attempt.objects.create(enrolment=enrolment, kind=kind, number=number, started_at=now(), **given)
    Answer.objects.bulk_create(
        Answer(attempt=attempt, position=position, question_key=question.key, snapshot=shuffle_options(question))
        for position, question in enumerate(questions, start=1)
    )
    return attempt


def _hand_in(attempt: Attempt) -> Attempt:
    """Mark the locked attempt and do what follows from its mark."""
    attempt.score = score_of(list(attempt.answers.all()))
    attempt.state, attempt.submitted_at = AttemptState.SUBMITTED, now()
    attempt.save(update_fields=["score", "state", "submitted_at"])
    follow_mark(attempt)
    return attempt


def follow_mark(attempt: Attempt) -> None:
    """Do what follows from the mark of an attempt that was handed in."""
    if attempt.kind == AttemptKind.FINAL:
        _judge_final(attempt)
    elif passing.is_quiz_passed(attempt.score or 0):  # asked before the lesson, which is dear to read
        lesson = attempt.lesson
        if lesson and lesson.quiz_key == attempt.block_id:
            note_lesson_done(attempt.enrolment, lesson)


def _judge_final(attempt: Attempt) -> None:
    """Complete the course, or tell the person who hasn't reached the pass mark what remains."""
    if complete_if_passed(attempt.enrolment):
        return
    standing = standing_of(attempt.enrolment)
    if not passing.is_final_passed(standing):
        telling.tell_failed(attempt, standing)
