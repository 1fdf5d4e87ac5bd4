"""An officer gives a mentee another mentor: what it costs and who loses what, before anything is done."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from mentoring.matching.blocking import chosen_scores
from mentoring.matching.explaining import broken_rules
from mentoring.matching.facts import Ints
from mentoring.matching.rules import Rule
from mentoring.matching.running import Run
from mentoring.matching.solving import value_of


class NotAllowed(Exception):
    """A hard rule forbids the pair; `rule` says which. None: the pair is locked."""

    def __init__(self, rule: Rule | None) -> None:
        super().__init__(rule or "locked")
        self.rule = rule


@dataclass(frozen=True)
class Move:
    """One mentee who changes: her `row`, the mentor's row `before` and `after`, -1 for none."""

    row: int
    before: int
    after: int


@dataclass(frozen=True)
class Swap:
    """What a swap would do: `points` lost in all (negative: won), `firms` lost of each tier (T,), who moves, the mentee
    first, and the row of who ends without a mentor, None when nobody does."""

    points: int
    firms: tuple[int, ...]
    moves: tuple[Move, ...]
    loser: int | None


def plan_swap(run: Run, row: int, mentor: int) -> Swap:
    """Return the cheapest way to give the mentee in `row` this mentor where at most one other moves.

    Where his seats are taken, one of his mentees goes to the best seat that is free then, or loses hers.
    Raises NotAllowed. A whole run with the pair locked may find a cheaper way through more moves.
    """
    if run.case.locked[row] >= 0:
        raise NotAllowed(None)
    if codes := broken_rules(run.case.facts, row, mentor):
        raise NotAllowed(codes[0])
    own, base = chosen_scores(run), np.array(run.chosen)
    place = int(np.searchsorted(run.case.free, row))
    if base[place] == mentor:
        return Swap(0, (0,) * run.problem.tiers, (), None)
    options = [moved(run, place, mentor, other, to) for other, to in ways_out(run, place, mentor)]
    if not options:
        raise NotAllowed(Rule.SEATS)
    chosen, scores = max(options, key=lambda option: value_of(run.problem, *option))
    return describe(run, own, chosen, scores, place)


def ways_out(run: Run, place: int, mentor: int) -> list[tuple[int, int]]:
    """Return who could make room and where she could go: (place, column), column -1 for nowhere, both -1 for nobody."""
    chosen, seats = run.chosen, run.problem.seats
    sitting = np.flatnonzero(chosen == mentor)
    if len(sitting) < seats[mentor]:
        return [(-1, -1)]
    taken = np.bincount(chosen[chosen >= 0], minlength=len(seats))
    taken[chosen[place]] -= int(chosen[place] >= 0)
    ways = []
    for other in sitting:
        scores = run.case.scorer.block(int(other), int(other) + 1)[0].astype(np.int64)
        open_seats = np.flatnonzero((taken < seats) & (scores >= 0))
        ways += [(int(other), -1)]
        if len(open_seats):
            ways.append((int(other), int(open_seats[np.argmax(scores[open_seats])])))
    return ways


def moved(run: Run, place: int, mentor: int, other: int, to: int) -> tuple[Ints, Ints]:
    """Return the choice and its scores after these moves."""
    chosen, scores = np.array(run.chosen), np.maximum(chosen_scores(run), 0)
    for who, where in ((place, mentor), (other, to)):
        if who >= 0:
            chosen[who] = where
            scores[who] = score_of(run, who, where)
    return chosen, scores


def score_of(run: Run, place: int, column: int) -> int:
    """Return the score of a mentee of the rest in a column, 0 for none."""
    return int(run.case.scorer.block(place, place + 1)[0, column]) if column >= 0 else 0


def describe(run: Run, own: Ints, chosen: Ints, scores: Ints, place: int) -> Swap:
    """Return the swap in words of rows and mentors."""
    tier, free = run.case.rest.mentees.tier, run.case.free
    firms = counts(tier, run.chosen, run.problem.tiers) - counts(tier, chosen, run.problem.tiers)
    changed = sorted(np.flatnonzero(chosen != run.chosen), key=lambda who: who != place)
    mentor_of: Any = run.case.scorer.mentor_of
    moves = tuple(Move(int(free[k]), int(mentor_of(run.chosen[k])), int(mentor_of(chosen[k]))) for k in changed)
    losers = [move.row for move in moves if move.after < 0]
    points = int(np.maximum(own, 0).sum() - scores.sum())
    return Swap(points, tuple(firms.tolist()), moves, losers[0] if losers else None)


def counts(tier: Ints, chosen: Ints, tiers: int) -> Any:
    """Return the matches of each tier."""
    return np.bincount(tier[chosen >= 0], minlength=tiers)
