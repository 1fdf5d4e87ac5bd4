"""Pairs that would both rather have each other: what fairness by tier costs in stability, counted and reported."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from mentoring.matching.facts import Ints
from mentoring.matching.running import Run

STEP = 4096  # more than the points of any pair


@dataclass(frozen=True)
class Blocking:
    """`pairs` that block, and `mentees` who are in one at least."""

    pairs: int
    mentees: int


def count_blocking(run: Run) -> Blocking:
    """Return how many pairs block: she would rather have him, he has a free seat or somebody whom he wants less.

    Mentees go by score, mentors by tier and then score, as the office does. Groups and locked pairs stand outside.
    """
    scorer, tier = run.case.scorer, run.case.rest.mentees.tier
    alone = len(run.case.rest.mentors)
    own = chosen_scores(run)
    wanted = worth(tier, own, run.problem.tiers)
    least = least_wanted(run.chosen, wanted, scorer.seats)[:alone]
    pairs, mentees = 0, 0
    for start, scores in scorer.blocks():
        rows = slice(start, start + len(scores))
        scores = scores[:, :alone].astype(np.int64)
        better = (scores > own[rows, None]) & (worth(tier[rows, None], scores, run.problem.tiers) > least)
        pairs += int(better.sum())
        mentees += int(better.any(axis=1).sum())
    return Blocking(pairs, mentees)


def chosen_scores(run: Run) -> Ints:
    """Return the score that each free mentee has (rest,), -1 for none."""
    arcs = run.problem.arcs
    on = run.chosen[arcs.row] == arcs.col
    own = np.full(len(run.chosen), -1, np.int64)
    own[arcs.row[on]] = arcs.score[on]
    return own


def worth(tier: Ints, score: Any, tiers: int) -> Any:
    """Return how much a mentor wants a mentee."""
    return (tiers - tier) * STEP + score


def least_wanted(chosen: Ints, wanted: Ints, seats: Ints) -> Ints:
    """Return for each column how much its least wanted mentee is wanted; -1 where a seat is free."""
    least = np.full(len(seats), 2**40, np.int64)
    np.minimum.at(least, chosen[chosen >= 0], wanted[chosen >= 0])
    taken = np.bincount(chosen[chosen >= 0], minlength=len(seats))
    return np.where(taken < seats, -1, least)
