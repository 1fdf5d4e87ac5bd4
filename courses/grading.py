"""Marks answers, on the server only."""

from collections.abc import Sequence

from courses.models import Answer
from courses.models.records import MAX_SCORE


def score_of(answers: Sequence[Answer]) -> int:
    """Return the share of right answers as a mark from 0 to 100, a half rounded up; unanswered counts as wrong."""
    if not answers:
        return 0
    right = sum(answer.is_right for answer in answers)
    return (2 * MAX_SCORE * right + len(answers)) // (2 * len(answers))
