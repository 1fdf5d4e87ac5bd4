"""A shortlist at once for one new mentee, without a run: who could be hers among the mentors with a free seat."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from mentoring.matching.facts import Facts, Ints
from mentoring.matching.scoring import Scorer
from mentoring.matching.weights import Part, Weights

SHORT = 5


@dataclass(frozen=True)
class Shortlist:
    """The best for one mentee, best first: `mentor` (k,) rows, `score` (k,), `parts` and `missing` (k, 8)."""

    mentor: Ints
    score: Ints
    parts: Any
    missing: Any


def shortlist(
    facts: Facts, weights: Weights, *, row: int = 0, count: int = SHORT, medians: dict[Part, float] | None = None
) -> Shortlist:
    """Return up to `count` mentors for the mentee in `row`; `facts` may hold her alone. Equal scores by mentor id.

    `medians` of the last run keep the scores comparable with its.
    """
    scorer = Scorer(facts, weights, keep_points=0, medians=medians)
    scores = scorer.block(row, row + 1)[0]
    best = np.argsort(-scores, kind="stable")[:count]
    best = best[scores[best] >= 0]
    rows = np.full(len(best), row)
    return Shortlist(best, scores[best], scorer.parts(rows, best), scorer.missing(rows, best))
