"""Whole goes made without a signal: quizzes, and final tests on paper. The server alone marks them.

When it was done on the phone decides nothing: rules and waits go by the clock here.
"""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction

from core.clock import now
from courses import passing
from courses.attempting import follow_mark, lock_enrolment
from courses.blocks import Question
from courses.drawing import draw_questions, shuffle_options
from courses.errors import (
    AnswersMissing,
    CourseClosed,
    FinalAttemptsUsed,
    FinalUnderWay,
    FinalUnneeded,
    OptionUnknown,
    PaperExpired,
    PaperUnknown,
    PaperUsed,
    QuizMissing,
    QuizRevised,
)
from courses.grading import score_of
from courses.models import Answer, Attempt, AttemptKind, AttemptState, Enrolment, FinalPaper, LessonPage
from courses.outline import revision_of
from courses.standing import standing_of

Chosen = Mapping[str, int]  # the question's key to the option's index, as the phone showed it
PAPER_DAYS = 30


@dataclass(frozen=True)
class QuizGo:
    """A marked go; `dropped`: answers to questions that are gone."""

    attempt: Attempt
    dropped: int


@transaction.atomic
def hand_in_quiz(enrolment: Enrolment, lesson: LessonPage, *, block_id: str, chosen: Chosen) -> QuizGo:
    """Mark a go at the lesson's quiz by the questions that the phone showed and that are still there.

    Options are in the authored order. Questions that came later don't count against the learner; when fewer than half
    of today's were answered it is another quiz. Raises QuizMissing, QuizRevised, OptionUnknown.
    """
    lock_enrolment(enrolment)
    if not lesson.has_quiz:
        raise QuizMissing
    asked = [question for question in lesson.quiz_questions if question.key in chosen]
    if block_id != lesson.quiz_key or 2 * len(asked) < len(lesson.quiz_questions):
        raise QuizRevised
    attempt = _record(
        enrolment,
        AttemptKind.QUIZ,
        [(question.key, _as_authored(question)) for question in asked],
        chosen,
        lesson=lesson,
        block_id=block_id,
        content_revision=revision_of(lesson),
    )
    return QuizGo(attempt, dropped=len(chosen) - len(asked))


@transaction.atomic
def draw_paper(enrolment: Enrolment) -> FinalPaper:
    """Return the person's open paper, or draw one. Whether lessons are left is asked when it comes back.

    Raises CourseClosed, FinalUnneeded, FinalAttemptsUsed, QuestionsMissing.
    """
    lock_enrolment(enrolment)
    moment = now()
    standing = standing_of(enrolment)
    if not enrolment.course.live:
        raise CourseClosed
    if standing.is_completed:
        raise FinalUnneeded
    if not standing.attempts_left:
        raise FinalAttemptsUsed
    papers = FinalPaper.objects.filter(enrolment=enrolment, closed_at__isnull=True)
    papers.filter(expires_at__lte=moment).update(closed_at=moment)
    return papers.first() or _draw(enrolment, moment)


@transaction.atomic
def hand_in_paper(person: Any, paper_id: uuid.UUID, chosen: Chosen) -> Attempt:
    """Mark a paper as the person's next go at the final test.

    Raises PaperUnknown, PaperUsed, PaperExpired, CourseClosed, FinalUnderWay, AnswersMissing, OptionUnknown and what
    `passing.check_final_may_start` raises; then the paper stays as it was.
    """
    enrolment = enrolment_of_paper(person, paper_id)
    lock_enrolment(enrolment)
    paper = FinalPaper.objects.select_related("attempt").get(pk=paper_id)
    _check_paper(paper, enrolment)
    if any(question["key"] not in chosen for question in paper.questions):
        raise AnswersMissing(count=sum(question["key"] not in chosen for question in paper.questions))
    asked = [(question["key"], _snapshot(question)) for question in paper.questions]
    paper.closed_at = now()
    paper.attempt = _record(
        enrolment,
        AttemptKind.FINAL,
        asked,
        chosen,
        started_at=paper.drawn_at,
        content_revision=paper.content_revision,
    )
    paper.save(update_fields=["closed_at", "attempt"])
    return paper.attempt


def enrolment_of_paper(person: Any, paper_id: uuid.UUID) -> Enrolment:
    """Return whose paper it is, with course and person. Raises PaperUnknown, also for somebody else's."""
    enrolments = Enrolment.objects.filter(person=person, final_papers=paper_id).select_related("course", "person")
    enrolment = enrolments.first()
    if enrolment is None:
        raise PaperUnknown
    return enrolment


def _check_paper(paper: FinalPaper, enrolment: Enrolment) -> None:
    if paper.attempt:
        raise PaperUsed(score=paper.attempt.score)
    if not paper.is_usable(now()):
        raise PaperExpired
    if not enrolment.course.live:
        raise CourseClosed
    passing.check_final_may_start(standing_of(enrolment), now())
    _give_way(enrolment)


def _give_way(enrolment: Enrolment) -> None:
    """Drop an online go that was opened and not touched: it would be one go too many. Raises FinalUnderWay."""
    begun = Attempt.objects.filter(enrolment=enrolment, kind=AttemptKind.FINAL, state=AttemptState.OPEN)
    if Answer.objects.filter(attempt__in=begun, choice__isnull=False).exists():
        raise FinalUnderWay
    begun.delete()


def _draw(enrolment: Enrolment, moment: dt.datetime) -> FinalPaper:
    questions = draw_questions(enrolment.course, settings.COURSES_FINAL_QUESTIONS)
    return FinalPaper.objects.create(
        enrolment=enrolment,
        questions=[{"key": question.key, **shuffle_options(question)} for question in questions],
        content_revision=revision_of(enrolment.course),
        drawn_at=moment,
        expires_at=moment + dt.timedelta(days=PAPER_DAYS),
    )


def _record(
    enrolment: Enrolment,
    kind: AttemptKind,
    asked: Sequence[tuple[str, dict[str, Any]]],
    chosen: Chosen,
    *,
    lesson: LessonPage | None = None,
    block_id: str = "",
    **values: Any,
) -> Attempt:
    """Keep a finished go with its mark and do what follows from it; the enrolment is locked."""
    moment = now()
    answers = [
        Answer(
            position=n, question_key=key, snapshot=snapshot, choice=_option(snapshot, chosen[key]), answered_at=moment
        )
        for n, (key, snapshot) in enumerate(asked, start=1)
    ]
    earlier = Attempt.objects.filter(enrolment=enrolment, kind=kind, lesson=lesson, block_id=block_id).count()
    attempt = Attempt.objects.create(
        **{"started_at": moment, **values},
        enrolment=enrolment,
        kind=kind,
        lesson=lesson,
        block_id=block_id,
        number=earlier + 1,
        state=AttemptState.SUBMITTED,
        submitted_at=moment,
        score=score_of(answers),
    )
    for answer in answers:
        answer.attempt = attempt
    Answer.objects.bulk_create(answers)
    follow_mark(attempt)
    return attempt


def _option(snapshot: dict[str, Any], index: int) -> int:
    if index >= len(snapshot["options"]):
        raise OptionUnknown
    return index


def _as_authored(question: Question) -> dict[str, Any]:
    return {
        "text": question.text,
        "options": list(question.options),
        "correct": question.correct,
        "explanation": question.explanation,
    }


def _snapshot(question: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in question.items() if name != "key"}
