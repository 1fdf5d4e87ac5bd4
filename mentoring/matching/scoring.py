"""Scores of all pairs, in blocks of mentees, so that memory stays flat however many there are.

A score is the sum of the seven parts and of the wishes; a pair that may not be has a negative one. What a run adds for
keeping last time's proposals is in `block` and not in `parts`: it moves the choice, not the explanation.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from mentoring.matching import points, rules
from mentoring.matching.facts import Facts, Ints
from mentoring.matching.points import IMPOSSIBLE
from mentoring.matching.weights import GROUP_PERCENT, PARTS, TOTAL, WISH_POINTS, Part, Weights, as_points

BLOCK = 512  # mentees at a time: a block of 1,500 mentors stays in the processor's cache
SAMPLE = 1000  # mentees over whom the median of a part is taken
KEEP_POINTS = 50
COVERED = 4096  # marks a covered need in the sum of needs; more than all points of needs
TABLED = (Part.SECTOR, Part.DISTANCE, Part.STAGE, Part.LANGUAGE, Part.WAYS)


class Scorer:
    """Scores the pairs of one set of facts. Columns are the m mentors, then one for each group that a mentor leads.

    `groups` (g,) row of the mentor of each group column; `seats` (m + g,) of each column; `highest` the most a pair
    can have. `medians` says what a part is worth where data is missing; by default taken from the facts.
    """

    def __init__(
        self,
        facts: Facts,
        weights: Weights,
        *,
        keep_points: int = KEEP_POINTS,
        with_groups: bool = False,
        medians: dict[Part, float] | None = None,
    ) -> None:
        self.facts, self.weights, self.keep_points = facts, weights, keep_points
        mentors = facts.mentors
        self.groups = np.flatnonzero(mentors.group_seats > 0) if with_groups else np.empty(0, np.int64)
        self.seats = np.concatenate([np.maximum(mentors.seats, 0), mentors.group_seats[self.groups]]).astype(np.int64)
        self.highest = TOTAL + 2 * WISH_POINTS + keep_points
        self._tables = points.make_tables(facts)
        self._idle_rows = ~facts.mentees.consents | rules.without_data(facts)
        self._idle_columns = ~(mentors.active & mentors.consents)
        self._full = self.seats[: len(mentors)] < 1
        self._needs, self._skills = need_matrices(facts, weights)
        self._forbidden = rules.forbidden_pairs(facts)
        self._kept, self._wished = facts.pair_rows(facts.pairs.kept), facts.pair_rows(facts.pairs.wished)
        self.medians = medians or dict.fromkeys(Part, 0.5)
        self._fill()
        if medians is None and self._has_gaps():
            self.medians = sampled_medians(self)
            self._fill()

    def _fill(self) -> None:
        """Turn the tables into points by the medians, and put together those that are added anyway."""
        self._points = {
            part: self._tables.of(part).points(self.weights.of(part), self.medians[part]) for part in TABLED
        }
        tables = self._tables
        self._place_key = tables.distance.key
        self._place = self._points[Part.DISTANCE] + self._points[Part.WAYS] + unless(tables.distance.bad)
        stage, language = tables.stage, tables.language
        pairs, self._person_key = points.distinct(stage.key * len(language.values) + language.key)
        one, other = np.divmod(pairs, max(len(language.values), 1))
        self._person = (self._points[Part.STAGE] + unless(stage.bad))[one]
        self._person += (self._points[Part.LANGUAGE] + unless(language.bad))[other]
        self._sector = self._points[Part.SECTOR] + unless(self._idle_columns)
        self._slots = points.slot_points(self.weights)
        self._slots_median = as_points(self.weights.waktu, self.medians[Part.TIME])

    def _has_gaps(self) -> bool:
        return any(np.isnan(self._tables.of(part).values).any() for part in TABLED) or not (
            self.facts.mentees.slots.all() and self.facts.mentors.slots.all()
        )

    def __len__(self) -> int:
        return len(self.facts.mentees)

    @property
    def columns(self) -> int:
        """Number of columns: mentors and groups."""
        return len(self.seats)

    def mentor_of(self, columns: Any) -> Any:
        """Return the mentor's row of each column; -1 stays -1."""
        table = np.concatenate([np.arange(len(self.facts.mentors)), self.groups, [-1]])
        return table[columns]

    def blocks(self) -> Iterator[tuple[int, Any]]:
        """Yield first row and scores of all blocks."""
        for start in range(0, len(self), BLOCK):
            yield start, self.block(start, min(start + BLOCK, len(self)))

    def block(self, start: int, stop: int) -> Any:
        """Return the scores of the mentees start..stop with all columns, int16; negative: may not be."""
        rows = slice(start, stop)
        needs = (self._needs[rows] @ self._skills).astype(np.int16)
        scores = needs & np.int16(COVERED - 1)
        scores += self._sector[self._tables.sector.key[rows]]
        scores += self._place[self._place_key[rows]]
        scores += self._person[self._person_key[rows]]
        self._add_slots(scores, rows)
        np.putmask(scores, needs < COVERED, IMPOSSIBLE)
        scores[self._idle_rows[rows]] = IMPOSSIBLE
        self._add_wishes(scores, start, stop)
        return self._with_groups(scores)

    def _add_slots(self, scores: Any, rows: slice) -> None:
        theirs, ours = self.facts.mentees.slots[rows], self.facts.mentors.slots
        common = np.bitwise_count(theirs[:, None] & ours[None, :])
        step = self._slots[1]
        if (self._slots == step * np.arange(points.FEW_SLOTS + 1)).all():
            earned = np.multiply(np.minimum(common, points.FEW_SLOTS), step, dtype=np.int16)
        else:
            earned = self._slots[np.minimum(common, points.FEW_SLOTS)]
        earned[theirs == 0] = self._slots_median
        earned[:, ours == 0] = self._slots_median
        scores += earned

    def _add_wishes(self, scores: Any, start: int, stop: int) -> None:
        mentees, mentors = self.facts.mentees, self.facts.mentors
        for row in np.flatnonzero(mentees.same_gender[start:stop]):
            scores[row] += WISH_POINTS * same_gender(mentees.gender[start + row], mentors.gender).astype(np.int16)
        for (rows, cols), bonus in ((self._wished, WISH_POINTS), (self._kept, self.keep_points)):
            part = slice(*np.searchsorted(rows, (start, stop)))
            scores[rows[part] - start, cols[part]] += np.int16(bonus)
        rows, cols = self._forbidden
        part = slice(*np.searchsorted(rows, (start, stop)))
        scores[rows[part] - start, cols[part]] = IMPOSSIBLE

    def _with_groups(self, scores: Any) -> Any:
        """Close full mentors, add the groups at a share of the leader's score; a full one may still lead."""
        leading = scores[:, self.groups].astype(np.int32)
        shared = np.where(leading >= 0, leading * GROUP_PERCENT // 100, IMPOSSIBLE).astype(np.int16)
        scores[:, self._full] = IMPOSSIBLE
        return np.concatenate([scores, shared], axis=1) if len(self.groups) else scores

    def parts(self, rows: Ints, mentors: Ints) -> Any:
        """Return the points of each part of these pairs, int16 (k, 8) by `PARTS`; they sum to the score."""
        facts, made = self.facts, np.zeros((len(rows), len(PARTS)), np.int16)
        topics = facts.mentees.needs[rows]
        bits = np.left_shift(np.uint64(1), np.maximum(topics, 0).astype(np.uint64))
        mastered = ((bits & facts.mentors.skills[mentors][:, None]) > 0) & (topics >= 0)
        made[:, 0] = (points.need_points(facts, self.weights, rows) * mastered).sum(axis=1)
        for part in TABLED:
            made[:, PARTS.index(part)] = self._points[part][self._tables.of(part).key[rows], mentors]
        theirs, ours = facts.mentees.slots[rows], facts.mentors.slots[mentors]
        earned = self._slots[np.minimum(np.bitwise_count(theirs & ours), points.FEW_SLOTS)]
        made[:, PARTS.index(Part.TIME)] = np.where((theirs == 0) | (ours == 0), self._slots_median, earned)
        alike = same_gender(facts.mentees.gender[rows], facts.mentors.gender[mentors])
        wished = listed(self._wished, rows, mentors, len(facts.mentors))
        made[:, 7] = WISH_POINTS * ((facts.mentees.same_gender[rows] & alike).astype(np.int16) + wished)
        return made

    def values(self, part: Part, rows: Ints, mentors: Ints) -> Any:
        """Return the value 0..1 of one part of these pairs, NaN where data is missing."""
        if part != Part.TIME:
            table = self._tables.of(part)
            return table.values[table.key[rows], mentors]
        theirs, ours = self.facts.mentees.slots[rows], self.facts.mentors.slots[mentors]
        common = np.minimum(np.bitwise_count(theirs & ours), points.FEW_SLOTS) / points.FEW_SLOTS
        return np.where((theirs == 0) | (ours == 0), np.nan, common)

    def missing(self, rows: Ints, mentors: Ints) -> Any:
        """Return which parts of these pairs were filled from the median, bool (k, 8)."""
        gaps = np.zeros((len(rows), len(PARTS)), bool)
        for part in (*TABLED, Part.TIME):
            gaps[:, PARTS.index(part)] = np.isnan(self.values(part, rows, mentors))
        return gaps


def unless(bad: Any) -> Any:
    """Return what to add to points: nothing, or so little that the pair may not be."""
    return np.where(bad, IMPOSSIBLE, np.int16(0))


def same_gender(theirs: Any, ours: Any) -> Any:
    """Return where both are known and equal."""
    return (theirs == ours) & (theirs != 0)


def listed(pairs: tuple[Ints, Ints], rows: Ints, mentors: Ints, width: int) -> Any:
    """Return which of these pairs stand in a sorted list of pairs."""
    return np.isin(rows * width + mentors, pairs[0] * width + pairs[1])


def need_matrices(facts: Facts, weights: Weights) -> tuple[Any, Any]:
    """Return (n, topics) and (topics, m), float32, whose product is the points of covered needs and COVERED for each.

    Whole numbers below 2^24, so float32 is exact, and the product is the fastest way to them.
    """
    needs = facts.mentees.needs
    topics = np.unique(needs[needs >= 0])
    skills = points.covers(facts, topics).astype(np.float32)
    worth = points.need_points(facts, weights, slice(None)) + np.float32(COVERED)
    wanted = np.zeros((len(needs), len(topics)), np.float32)
    for rank in range(needs.shape[1]):
        rows = np.flatnonzero(needs[:, rank] >= 0)
        wanted[rows, np.searchsorted(topics, needs[rows, rank])] = worth[rows, rank]
    return wanted, skills


def sampled_medians(scorer: Scorer) -> dict[Part, float]:
    """Return the median value of each part over the pairs that may be and have the data.

    Of many mentees a sample stands for all, chosen by a hash of the id so that one more changes next to nothing.
    """
    facts = scorer.facts
    rows = np.sort(np.argsort(mixed(facts.mentees.id), kind="stable")[:SAMPLE])
    pairs = [np.nonzero(scorer.block(row, row + 1)[:, : len(facts.mentors)] >= 0)[1] for row in rows]
    one = np.repeat(rows, [len(cols) for cols in pairs])
    other = np.concatenate([*pairs, np.empty(0, np.int64)]).astype(np.int64)
    known: dict[Part, Any] = {part: scorer.values(part, one, other) for part in (*TABLED, Part.TIME)}
    return {part: median_of(values) for part, values in known.items()} | {Part.NEEDS: 0.5, Part.WISH: 0.0}


def median_of(values: Any) -> float:
    """Return the median of those that are known, a half when none is."""
    told = values[~np.isnan(values)]
    return float(np.median(told)) if len(told) else 0.5


def mixed(ids: Ints) -> Any:
    """Return a well-mixed hash of ids, uint64 (splitmix64)."""
    z = ids.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))
