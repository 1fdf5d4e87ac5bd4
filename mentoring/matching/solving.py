"""The exact choice: a flow of least cost on whole numbers, with tiers that come before any score.

Every match earns its score and a bonus by its mentee's tier: with T tiers, T*U, .., 2*U, U from the first to the last.
U is above any sum of scores, so first as many as possible are matched, then as many of the first tier, and so on, and
only then the scores count. Why multiples of U are enough, and no powers: the sets of mentees that can be matched at
once are the independent sets of a matroid, so one set is largest in all these counts, and whatever falls short of it in
any of them loses at least U. A quota gives the bonus of a tier to so many of it; the rest earn U like the last tier.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from mentoring.matching.arcs import Arcs
from mentoring.matching.facts import Ints

LIMIT = 2**62  # largest cost times nodes that the solver's whole numbers hold, with room


class NotSolved(Exception):
    """The solver refused the graph; nothing was chosen. Our fault, not the office's."""


@dataclass(frozen=True)
class Ladder:
    """What tiers earn: `high` (T,) for the first `quota` (T,) matches of each, `low` for those after. All whole."""

    high: Ints
    low: int
    quota: Ints


@dataclass(frozen=True)
class Problem:
    """A graph to choose from: `arcs`, `tier` (n,) of each mentee, `seats` (columns,), the `ladder`."""

    arcs: Arcs
    tier: Ints
    seats: Ints
    ladder: Ladder

    @property
    def tiers(self) -> int:
        """Number of tiers."""
        return len(self.ladder.high)


def make_ladder(
    tier: Ints, seats: Ints, highest: int, shares: tuple[float, ...] = (), locked: Ints | None = None
) -> Ladder:
    """Return the exact bonuses.

    `highest`: most points of a pair; `shares`: guaranteed part 0..1 of each tier's mentees, 1 where left out; `locked`
    (T,): matches of each tier that stand already, which count towards its quota.
    """
    tiers = int(tier.max(initial=0)) + 1
    most = min(len(tier), int(seats.sum()))
    unit = highest * most + 1
    people = np.bincount(tier, minlength=tiers)
    already = np.zeros(tiers, np.int64) if locked is None else locked
    given = np.ones(tiers)
    given[: len(shares)] = shares[:tiers]
    quota = np.clip(np.ceil(given * (people + already) - 1e-9).astype(np.int64) - already, 0, people)
    return Ladder(unit * np.arange(tiers, 0, -1), unit, quota)


def solve(problem: Problem) -> Ints:
    """Return the column of each mentee (n,), -1 for none, of the highest value. Raises NotSolved."""
    people = len(problem.tier)
    chosen = np.full(people, -1, np.int64)
    if not len(problem.arcs) or not problem.seats.sum():
        return chosen
    flow, pairs = build(problem)
    if flow.solve() != SimpleMinCostFlow.OPTIMAL:
        raise NotSolved(f"status {flow.status()} for {people} mentees and {len(problem.arcs)} arcs")
    used = flow.flows(pairs) > 0
    chosen[problem.arcs.row[used]] = problem.arcs.col[used]
    return chosen


def build(problem: Problem) -> tuple[SimpleMinCostFlow, Any]:
    """Return the network and the numbers of its arcs between mentees and columns.

    Source to tier by two arcs (quota and rest), tier to mentee, mentee to column, column to sink, and the source
    straight to the sink for those who get none.
    """
    arcs, ladder, people = problem.arcs, problem.ladder, len(problem.tier)
    columns, tiers = len(problem.seats), problem.tiers
    top = int(arcs.score.max())
    tier_nodes = people + columns + np.arange(tiers)
    source, sink = people + columns + tiers, people + columns + tiers + 1
    dearest = int(ladder.high[0]) + top
    if dearest * (sink + 1) > LIMIT:
        raise NotSolved("bonuses are beyond the solver's whole numbers")
    flow = SimpleMinCostFlow()
    add = flow.add_arcs_with_capacity_and_unit_cost
    pairs = add(arcs.row, arcs.col + people, np.ones(len(arcs), np.int64), top - arcs.score)
    open_columns = np.flatnonzero(problem.seats > 0)
    free = np.zeros(len(open_columns), np.int64)
    add(open_columns + people, np.full(len(open_columns), sink), problem.seats[open_columns], free)
    rows = np.arange(people)
    add(tier_nodes[problem.tier], rows, np.ones(people, np.int64), np.zeros(people, np.int64))
    counts = np.bincount(problem.tier, minlength=tiers)
    sources = np.full(tiers, source)
    add(sources, tier_nodes, ladder.quota, int(ladder.high[0]) - ladder.high)
    add(sources, tier_nodes, counts - ladder.quota, np.full(tiers, int(ladder.high[0]) - ladder.low))
    flow.add_arc_with_capacity_and_unit_cost(source, sink, people, dearest)
    flow.set_node_supply(source, people)
    flow.set_node_supply(sink, -people)
    return flow, pairs


def value_of(problem: Problem, chosen: Ints, scores: Ints) -> int:
    """Return the value of a choice: bonuses and the `scores` (n,) of its pairs (0 where there is none)."""
    matched = chosen >= 0
    counts = np.bincount(problem.tier[matched], minlength=problem.tiers)
    full = np.minimum(counts, problem.ladder.quota)
    bonus = int((full * problem.ladder.high).sum()) + problem.ladder.low * int((counts - full).sum())
    return bonus + int(scores[matched].sum())


def scores_of(arcs: Arcs, chosen: Ints) -> Ints:
    """Return the score of each mentee's pair (n,), 0 for none. Raises ValueError for a pair that is no arc."""
    on = chosen[arcs.row] == arcs.col
    scores = np.zeros(len(chosen), np.int64)
    scores[arcs.row[on]] = arcs.score[on]
    if int(on.sum()) != int((chosen >= 0).sum()):
        raise ValueError("a chosen pair is not among those that may be")
    return scores
