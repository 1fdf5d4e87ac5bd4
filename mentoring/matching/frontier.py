"""What priority costs: coverage of each tier and the mean score under several quotas, for the office to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mentoring.matching.running import Case
from mentoring.matching.solving import scores_of, solve


@dataclass(frozen=True)
class Point:
    """One quota: its `shares`, `matched` of each tier (T,), `coverage` 0..1 of each tier, and
    `score` in all of the `chosen` pairs, those that are not locked."""

    shares: tuple[float, ...]
    matched: tuple[int, ...]
    coverage: tuple[float, ...]
    score: int
    chosen: int

    @property
    def mean_score(self) -> float:
        """Points of a match on average, 0 without one."""
        return self.score / max(self.chosen, 1)


USUAL = ((0.0, 0.0, 0.0), (0.75, 0.6, 0.0), (0.9, 0.6, 0.0), (1.0, 0.6, 0.0), (1.0, 1.0, 1.0))


def frontier(case: Case, quotas: Sequence[tuple[float, ...]] = USUAL) -> list[Point]:
    """Return a point for each quota, locked pairs counted, solved on the kept arcs without a proof."""
    return [point_of(case, shares) for shares in quotas]


def point_of(case: Case, shares: tuple[float, ...]) -> Point:
    """Solve for one quota. The score is that of the pairs chosen now; locked ones have theirs whatever the quota."""
    problem, tiers = case.problem(shares=shares), case.facts.tiers
    chosen = solve(problem)
    tier = case.facts.mentees.tier
    matched = np.bincount(case.rest.mentees.tier[chosen >= 0], minlength=tiers)
    matched = matched + np.bincount(tier[case.locked >= 0], minlength=tiers)
    people = np.maximum(np.bincount(tier, minlength=tiers), 1)
    score = int(scores_of(problem.arcs, chosen).sum())
    return Point(shares, tuple(matched.tolist()), tuple((matched / people).tolist()), score, int((chosen >= 0).sum()))


def ceilings(case: Case) -> tuple[int, ...]:
    """Return the most matches that each tier could have together with all tiers before it, less those of them (T,)."""
    return point_of(case, (1.0,) * case.facts.tiers).matched
