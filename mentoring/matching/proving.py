"""The proof that nothing better exists: prices of seats, checked against every pair and not only the solved graph.

For any prices p >= 0 of seats and any worth of a tier's match that is at least the lowest bonus, no choice whatever is
worth more than `upper_bound` says (weak duality). Who doubts a run needs neither our solver nor our graph: prices
and worths are stored with it, and where the bound equals the value, the choice is the best there is.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from mentoring.matching.arcs import Arcs, joined
from mentoring.matching.facts import Ints
from mentoring.matching.scoring import Scorer
from mentoring.matching.solving import Problem, scores_of, value_of

SWEEPS = 400  # an optimum settles in about 40; what is none never does, and any prices then show its gap


@dataclass(frozen=True)
class Prices:
    """`seat` (columns,): what one more seat there would gain; `tier` (T,): what a match of the tier is worth."""

    seat: Ints
    tier: Ints


@dataclass(frozen=True)
class Proof:
    """`value` of the choice, `upper_bound` over all pairs, and the pairs outside the graph that keep them apart."""

    prices: Prices
    value: int
    upper_bound: int
    lacking: Arcs

    @property
    def gap(self) -> int:
        """What a better choice could gain at most; 0 proves the optimum."""
        return self.upper_bound - self.value


def find_prices(problem: Problem, chosen: Ints, scores: Ints) -> Prices:
    """Return the lowest prices at which nobody in the graph would rather have another seat, by longest paths.

    `chosen` (n,) columns, `scores` (n,) of the chosen pairs. Without an optimum there are none: then any are returned.
    """
    ladder, tier, arcs = problem.ladder, problem.tier, problem.arcs
    matched = chosen >= 0
    counts = np.bincount(tier[matched], minlength=problem.tiers)
    seat = np.zeros(len(problem.seats), np.int64)
    worth = np.where(counts < ladder.quota, ladder.high, ladder.low).astype(np.int64)
    order = np.argsort(arcs.col, kind="stable")
    row, score = arcs.row[order], arcs.score[order]
    columns, first = np.unique(arcs.col[order], return_index=True)
    for _ in range(SWEEPS):
        asked = np.where(matched, np.append(seat, 0)[chosen] - scores, worth[tier])
        dearer = seat.copy()
        if len(columns):
            dearer[columns] = np.maximum(seat[columns], np.maximum.reduceat(asked[row] + score, first))
        worthier = worth.copy()
        np.maximum.at(worthier, tier[matched], asked[matched])
        if (dearer == seat).all() and (worthier == worth).all():
            break
        seat, worth = dearer, worthier
    return Prices(seat, np.minimum(worth, np.maximum(ladder.high, ladder.low)))


def prove(scorer: Scorer, problem: Problem, chosen: Ints) -> Proof:
    """Return the proof for a choice. Raises ValueError for one that is none: a pair that may not be, too many seats."""
    if (np.bincount(chosen[chosen >= 0], minlength=len(problem.seats)) > problem.seats).any():
        raise ValueError("more mentees than seats")
    scores = scores_of(problem.arcs, chosen)
    prices = find_prices(problem, chosen, scores)
    bound, lacking = upper_bound(scorer, problem, prices)
    return Proof(prices, value_of(problem, chosen, scores), bound, lacking)


def upper_bound(scorer: Scorer, problem: Problem, prices: Prices) -> tuple[int, Arcs]:
    """Return the bound that these prices set to every choice, over all pairs, and the pairs that the graph lacks.

    Raises ValueError for prices that prove nothing: a negative seat, a tier below the lowest bonus.
    """
    if (prices.seat < 0).any() or (prices.tier < problem.ladder.low).any():
        raise ValueError("prices below their floor prove nothing")
    ladder = problem.ladder
    fixed = int((problem.seats * prices.seat).sum())
    fixed += int((ladder.quota * np.maximum(ladder.high - prices.tier, 0)).sum())
    known = gains_in_graph(problem, prices)
    total, lacking = 0, []
    seat = np.where(problem.seats > 0, prices.seat, 0).astype(number_type(prices))
    closed = np.flatnonzero(problem.seats < 1)
    for start, scores in scorer.blocks():
        rows = slice(start, start + len(scores))
        scores[:, closed] = -1
        reduced = scores - seat
        np.putmask(reduced, scores < 0, np.iinfo(reduced.dtype).min // 2)
        gains = np.maximum(
            reduced.max(axis=1, initial=np.iinfo(reduced.dtype).min // 2) + prices.tier[problem.tier[rows]], 0
        )
        total += int(gains.sum())
        lacking.append(better_pairs(start, scores, reduced, gains, known[rows], prices.tier[problem.tier[rows]]))
    return fixed + total, joined(lacking)


def number_type(prices: Prices) -> Any:
    """Return int32 where the prices leave room in it: half the memory of a block."""
    return np.int32 if int(prices.seat.max(initial=0)) < 2**29 else np.int64


def gains_in_graph(problem: Problem, prices: Prices) -> Ints:
    """Return what each mentee (n,) gains at best in the graph at these prices, never below 0."""
    arcs = problem.arcs
    gains = np.zeros(len(problem.tier), np.int64)
    usable = problem.seats[arcs.col] > 0
    np.maximum.at(
        gains, arcs.row[usable], (arcs.score - prices.seat[arcs.col] + prices.tier[problem.tier[arcs.row]])[usable]
    )
    return gains


def better_pairs(start: int, scores: Any, reduced: Any, gains: Any, known: Any, worth: Any) -> Arcs:
    """Return the pairs of a block that would gain more than the best that the graph has for their mentee."""
    places = np.flatnonzero(gains > known)
    rows, cols = np.nonzero(reduced[places] + worth[places, None] > known[places, None])
    rows = places[rows]
    return Arcs((rows + start).astype(np.int32), cols.astype(np.int32), scores[rows, cols].astype(np.int64))
