"""Draws the questions of a test from a course's bank and shuffles the options of every question shown."""

from collections.abc import Sequence
from random import SystemRandom
from typing import Any

from courses.blocks import Question
from courses.errors import QuestionsMissing
from courses.models import BankQuestion, CoursePage
from courses.outline import outline_of

_random = SystemRandom()


def draw_questions(course: CoursePage, count: int) -> list[Question]:
    """Return `count` questions from the course's bank, or all of them where it holds fewer.

    A bank question that reads like one of a module quiz is never drawn. Raises QuestionsMissing.
    """
    shown = {_plain(question.text) for lesson in outline_of(course).lessons for question in lesson.quiz_questions}
    rows = BankQuestion.objects.filter(course=course, is_active=True)
    bank = [row.as_question() for row in rows if _plain(row.text) not in shown]
    if not bank:
        raise QuestionsMissing
    return _random.sample(bank, min(count, len(bank)))


def shuffle_options(question: Question) -> dict[str, Any]:
    """Return the question as an answer's snapshot: options in a new order, the right one's index in it."""
    order: Sequence[int] = _random.sample(range(len(question.options)), len(question.options))
    return {
        "text": question.text,
        "options": [question.options[index] for index in order],
        "correct": order.index(question.correct),
        "explanation": question.explanation,
    }


def _plain(text: str) -> str:
    """Return the text without what two editors would write differently: case, spaces, dots at its end."""
    return " ".join(text.casefold().split()).rstrip(" .…:?")
