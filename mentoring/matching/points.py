"""The value of each part, as tables: one row for each distinct key of mentees, one column a mentor.

Mentees share districts, trades, stages and languages, so a table of a few hundred rows serves thousands of them; the
same tables give a pair its explained parts. What is missing gets the median of its part, never 0.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from mentoring.matching import rules
from mentoring.matching.facts import FACE_TO_FACE, REMOTE, Facts, Ints
from mentoring.matching.weights import Part, Weights, as_points, shares_of_needs

IMPOSSIBLE = np.int16(-4000)  # five of them and all points stay within int16
SECTOR_VALUES = (1.0, 0.75, 0.5, 0.1)  # same KBLI of 5, 3, 2 digits, another trade
REMOTE_VALUE = 0.25  # what a remote pair is worth as a distance
STAGE_VALUES = (1.0, 1.0, 0.7, 0.4)  # ahead by 1, 2, 3, 4 and more
FEW_SLOTS, FEW_LANGUAGES = 3, 2  # common slots and languages beyond these add nothing
FACE_VALUE, REMOTE_WAY_VALUE = 0.6, 0.4


@dataclass(frozen=True)
class Table:
    """Values 0..1 of one part: `values` (keys, m) with NaN where data is missing, `bad` (keys, m) where a rule forbids,
    `key` (n,) the row of each mentee."""

    key: Ints
    values: Any
    bad: Any

    def points(self, weight: int, median: float) -> Any:
        """Return whole points, int16 (keys, m), the missing ones from the median."""
        return as_points(weight, np.where(np.isnan(self.values), median, self.values))


@dataclass(frozen=True)
class Tables:
    """The tables of all parts that have few keys."""

    sector: Table
    distance: Table
    ways: Table
    stage: Table
    language: Table

    def of(self, part: Part) -> Table:
        """Return the table of this part."""
        named = {
            Part.SECTOR: self.sector,
            Part.DISTANCE: self.distance,
            Part.WAYS: self.ways,
            Part.STAGE: self.stage,
            Part.LANGUAGE: self.language,
        }
        return named[part]


def make_tables(facts: Facts) -> Tables:
    """Return the tables of these people."""
    return Tables(sector_table(facts), *meeting_tables(facts), stage_table(facts), language_table(facts))


def distinct(column: Any) -> tuple[Any, Ints]:
    """Return the distinct values and the place of each row among them."""
    values, places = np.unique(column, return_inverse=True)
    return values, places.reshape(-1)


def sector_table(facts: Facts) -> Table:
    """Same KBLI by 5, 3 or 2 digits."""
    theirs, key = distinct(facts.mentees.sector)
    one, other = theirs[:, None], facts.mentors.sector[None, :]
    equal = [one == other, one // 100 == other // 100, one // 1000 == other // 1000]
    values = np.select(equal, SECTOR_VALUES[:3], SECTOR_VALUES[3])
    return Table(key, np.where((one > 0) & (other > 0), values, np.nan), np.zeros(values.shape, bool))


def meeting_tables(facts: Facts) -> tuple[Table, Table]:
    """Distance and ways to meet, by district and ways of the mentee."""
    mentees = facts.mentees
    both, key = distinct((mentees.district.astype(np.int64) + 1) * 4 + mentees.ways)
    districts, ways = (both // 4 - 1), (both % 4).astype(np.uint8)
    minutes, remote = rules.minutes_between(facts, districts, ways)
    bad = (minutes < 0) & ~remote
    placeless = (districts[:, None] < 0) | (facts.mentors.district[None, :] < 0)
    near = np.where(minutes >= 0, np.exp(-minutes / 120), 0.0)
    distance = np.where(placeless & ~remote_only(ways, facts), np.nan, np.maximum(near, REMOTE_VALUE * remote))
    face = (rules.open_ways(ways)[:, None] & rules.open_ways(facts.mentors.ways)[None, :] & FACE_TO_FACE) > 0
    values = FACE_VALUE * (face & (minutes >= 0)) + REMOTE_WAY_VALUE * remote
    untold = (ways[:, None] == 0) | (facts.mentors.ways[None, :] == 0) | (placeless & face)
    return Table(key, distance, bad), Table(key, np.where(untold, np.nan, values), np.zeros(bad.shape, bool))


def remote_only(ways: Any, facts: Facts) -> Any:
    """Return which pairs (k, m) have said that they will meet remotely alone: then a missing place is no matter."""
    return ((ways == REMOTE)[:, None]) | (facts.mentors.ways == REMOTE)[None, :]


def stage_table(facts: Facts) -> Table:
    """How far the mentor is ahead."""
    theirs, key = distinct(facts.mentees.stage)
    gaps = rules.stage_gaps(theirs, facts.mentors.stage)
    missing = (theirs[:, None] < 0) | (facts.mentors.stage[None, :] < 0)
    values = np.array(STAGE_VALUES)[np.clip(gaps, 1, 4) - 1]
    return Table(key, np.where(missing, np.nan, values), gaps < 1)


def language_table(facts: Facts) -> Table:
    """Languages that both speak."""
    theirs, key = distinct(facts.mentees.languages)
    one, other = theirs[:, None], facts.mentors.languages[None, :]
    shared = np.minimum(np.bitwise_count(one & other), FEW_LANGUAGES)
    missing = (one == 0) | (other == 0)
    return Table(key, np.where(missing, np.nan, shared / FEW_LANGUAGES), (shared == 0) & ~missing)


def need_points(facts: Facts, weights: Weights, rows: Any) -> Any:
    """Return the points of each ranked need of these mentees, (k, 3), 0 where there is none."""
    needs = facts.mentees.needs[rows]
    shares = np.zeros((4, 3), np.int16)
    for count, points in enumerate(shares_of_needs(weights.kebutuhan), 1):
        shares[count, :count] = points
    return shares[(needs >= 0).sum(axis=1)]


def covers(facts: Facts, topics: Ints) -> Any:
    """Return whether each mentor masters each topic, bool of topics' shape + (m,); -1 is mastered by nobody."""
    bits = np.left_shift(np.uint64(1), np.maximum(topics, 0).astype(np.uint64))
    return ((bits[..., None] & facts.mentors.skills) > 0) & (topics >= 0)[..., None]


def slot_points(weights: Weights) -> Any:
    """Return the points of 0, 1, 2 and 3 common slots, int16 (4,)."""
    return as_points(weights.waktu, np.arange(FEW_SLOTS + 1) / FEW_SLOTS)
