"""The best arcs of each mentee: the graph that is solved in place of all pairs. Proving adds what it lacks."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from mentoring.matching.facts import Ints
from mentoring.matching.scoring import Scorer, mixed

NEAREST = 50  # arcs kept for each mentee; measured: 50 gives the dense optimum after at most two pricings


@dataclass(frozen=True)
class Arcs:
    """Pairs that may be, sorted by (row, col), each once: `row`, `col` (a,) int32, `score` (a,) int64."""

    row: Ints
    col: Ints
    score: Ints

    def __len__(self) -> int:
        return len(self.row)

    def where(self, wanted: Any) -> "Arcs":
        """Return the arcs of a mask or of places in order."""
        return Arcs(self.row[wanted], self.col[wanted], self.score[wanted])


@dataclass(frozen=True)
class Pruned:
    """The kept arcs, and how many columns each mentee could have (n,)."""

    arcs: Arcs
    candidates: Ints


def prune(scorer: Scorer, keep: int | None = NEAREST) -> Pruned:
    """Return each mentee's `keep` columns of the highest scores (None: all that may be), equal ones by a hash."""
    found, candidates = [], np.zeros(len(scorer), np.int64)
    for start, scores in scorer.blocks():
        candidates[start : start + len(scores)] = (scores >= 0).sum(axis=1)
        rows, cols = np.nonzero(best(scores, keep, start))
        found.append(Arcs((rows + start).astype(np.int32), cols.astype(np.int32), scores[rows, cols].astype(np.int64)))
    return Pruned(joined(found), candidates)


def best(scores: Any, keep: int | None, start: int) -> Any:
    """Return the mask of the best `keep` of each row that may be."""
    width = scores.shape[1]
    if keep is None or keep >= width:
        return scores >= 0
    least = np.partition(scores, width - keep, axis=1)[:, width - keep]
    mask = scores >= np.maximum(least, 0)[:, None]
    for row in np.flatnonzero(mask.sum(axis=1) > keep):
        ties = np.flatnonzero(scores[row] == least[row])
        spare = int(mask[row].sum()) - keep
        order = np.argsort(mixed(ties + (start + int(row)) * width), kind="stable")
        mask[row, ties[order[:spare]]] = False
    return mask


def joined(pieces: list[Arcs]) -> Arcs:
    """Return pieces with rising rows as one."""
    none = Arcs(np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.int64))
    columns = [[getattr(piece, name) for piece in [none, *pieces]] for name in ("row", "col", "score")]
    return Arcs(*(np.concatenate(column) for column in columns))


def with_more(arcs: Arcs, more: Arcs) -> Arcs:
    """Return both, sorted, each pair once."""
    both = joined([arcs, more])
    keys = both.row.astype(np.int64) * (int(both.col.max(initial=0)) + 1) + both.col
    return both.where(np.unique(keys, return_index=True)[1])
