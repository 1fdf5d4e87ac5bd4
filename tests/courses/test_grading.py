"""Marks."""

import pytest

from courses.grading import score_of
from courses.models import Answer


def answers(right, wrong=0, open_ones=0):
    snapshot = {"correct": 2}
    choices = [2] * right + [0] * wrong + [None] * open_ones
    return [Answer(snapshot=snapshot, choice=choice) for choice in choices]


@pytest.mark.parametrize(
    ("right", "wrong", "score"), [(15, 0, 100), (0, 15, 0), (10, 5, 67), (2, 1, 67), (1, 2, 33), (1, 7, 13), (0, 0, 0)]
)
def test_score_is_the_rounded_share_of_right_answers(right, wrong, score):
    assert score_of(answers(right, wrong)) == score


def test_unanswered_counts_as_wrong():
    assert score_of(answers(3, 0, 7)) == 30
