"""What a run of matching knows: arrays of numbers, one row a person, no database rows and no names.

Every array is filled by the caller and never written to here. People are told apart by `id` alone; `make_facts` sorts
them by it, so that the order in which rows came changes nothing.
"""

from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.signedinteger[Any]]
Flags = npt.NDArray[np.bool_]
Masks = npt.NDArray[np.unsignedinteger[Any]]

UNKNOWN = -1  # an index (district, village, stage, owner, need) that nobody filled in; masks and sectors use 0
NEEDS = 3  # a mentee ranks at most so many needs
FACE_TO_FACE, REMOTE = 1, 2  # bits of `ways`
ROAD, RIVER = 0, 1  # values of `Travel.mode`

# Column: type, and the value of one that was not filled in.
SHARED: dict[str, tuple[Any, int]] = {
    "owner": (np.int64, UNKNOWN),
    "district": (np.int32, UNKNOWN),
    "village": (np.int64, UNKNOWN),
    "sector": (np.int32, 0),
    "languages": (np.uint32, 0),
    "slots": (np.uint64, 0),
    "stage": (np.int32, UNKNOWN),
    "ways": (np.uint8, 0),
    "gender": (np.int8, 0),
    "waives_rivalry": (np.bool_, 0),
    "consents": (np.bool_, 1),
}
OF_MENTEES: dict[str, tuple[Any, int]] = SHARED | {"tier": (np.int32, 0), "same_gender": (np.bool_, 0)}
OF_MENTORS: dict[str, tuple[Any, int]] = SHARED | {
    "skills": (np.uint64, 0),
    "travel_limit_min": (np.int32, 0),
    "seats": (np.int32, 1),
    "group_seats": (np.int32, 0),
    "active": (np.bool_, 1),
}


@dataclass(frozen=True)
class Mentees:
    """The new firms, n rows.

    `id` (n,) unique; `owner` (n,) number of the person behind NIB, NIK and phone, the same for all businesses of hers;
    `tier` (n,) 0 is helped first; `district`, `village` (n,) index and code; `sector` (n,) KBLI of five digits;
    `needs` (n, 3) topics 0..63, dearest first; `languages`, `slots` (n,) one bit each; `stage` (n,) 0 and up;
    `ways` (n,) bits FACE_TO_FACE and REMOTE; `gender` (n,) any code, 0 unknown; `same_gender` (n,) she asked for it;
    `waives_rivalry` (n,) a rival of the same village may come; `consents` (n,) she agreed to being matched.
    """

    id: Ints
    needs: Ints
    owner: Ints
    district: Ints
    village: Ints
    sector: Ints
    languages: Masks
    slots: Masks
    stage: Ints
    ways: Masks
    gender: Ints
    waives_rivalry: Flags
    consents: Flags
    tier: Ints
    same_gender: Flags

    def __len__(self) -> int:
        return len(self.id)


@dataclass(frozen=True)
class Mentors:
    """The successful firms, m rows; columns as of `Mentees`, and further:

    `skills` (m,) one bit a topic; `travel_limit_min` (m,) minutes one way; `seats` (m,) mentees he may yet take alone;
    `group_seats` (m,) size of the group that he would lead, 0 none; `active` (m,) not paused.
    """

    id: Ints
    owner: Ints
    district: Ints
    village: Ints
    sector: Ints
    languages: Masks
    slots: Masks
    stage: Ints
    ways: Masks
    gender: Ints
    waives_rivalry: Flags
    consents: Flags
    skills: Masks
    travel_limit_min: Ints
    seats: Ints
    group_seats: Ints
    active: Flags

    def __len__(self) -> int:
        return len(self.id)


@dataclass(frozen=True)
class Travel:
    """Ways between districts: `minutes` (seasons, D, D) from mentor's to mentee's, -1 no way; `mode` ROAD or RIVER."""

    minutes: Ints
    mode: Ints


@dataclass(frozen=True)
class PairLists:
    """What is known of single pairs, each (k, 2) of mentee id and mentor id; ids that are nobody's are passed over.

    `declined`: said no, or ended unsafe, in this cycle; `blocked`: on the block list; `locked`: accepted, active or set
    by an officer, stays and takes a seat; `kept`: proposed by the last run; `wished`: her former mentor, asked for.
    """

    declined: Ints
    blocked: Ints
    locked: Ints
    kept: Ints
    wished: Ints


@dataclass(frozen=True)
class Facts:
    """All that a run knows, rows sorted by id; `season` is the first index of `travel.minutes`. See `make_facts`."""

    mentees: Mentees
    mentors: Mentors
    travel: Travel
    pairs: PairLists
    season: int = 0

    @property
    def tiers(self) -> int:
        """Number of tiers, at least 1."""
        return int(self.mentees.tier.max(initial=0)) + 1

    def mentee_rows(self, ids: Ints) -> Ints:
        """Return the row of each mentee id, -1 where it is nobody's."""
        return rows_of(self.mentees.id, ids)

    def mentor_rows(self, ids: Ints) -> Ints:
        """Return the row of each mentor id, -1 where it is nobody's."""
        return rows_of(self.mentors.id, ids)

    def pair_rows(self, pairs: Ints) -> tuple[Ints, Ints]:
        """Return mentee rows and mentor rows of the pairs that are both here, sorted and each once."""
        rows, cols = self.mentee_rows(pairs[:, 0]), self.mentor_rows(pairs[:, 1])
        here = (rows >= 0) & (cols >= 0)
        keys = np.unique(rows[here] * len(self.mentors) + cols[here])
        return np.divmod(keys, max(len(self.mentors), 1))


P = TypeVar("P", Mentees, Mentors)


def make_mentees(id: Any, needs: Any, **columns: Any) -> Mentees:
    """Return mentees; a column left out is unknown, as is a need of -1. `needs` has one to three columns."""
    ids, wanted = np.asarray(id, np.int64), np.asarray(needs, np.int32)
    wanted = wanted.reshape(len(ids), -1) if len(ids) else np.empty((0, NEEDS), np.int32)
    padded = np.full((len(ids), NEEDS), UNKNOWN, np.int32)
    padded[:, : wanted.shape[1]] = wanted
    if (padded > 63).any():
        raise ValueError("a topic is a number of 0 to 63")
    return Mentees(id=ids, needs=ranked(padded), **filled(OF_MENTEES, columns, len(ids)))


def make_mentors(id: Any, **columns: Any) -> Mentors:
    """Return mentors; a column left out is unknown, `seats` is 1, `group_seats` 0."""
    ids = np.asarray(id, np.int64)
    return Mentors(id=ids, **filled(OF_MENTORS, columns, len(ids)))


def make_travel(minutes: Any, mode: Any = None) -> Travel:
    """Return the table of ways from (D, D) or (seasons, D, D) minutes; without `mode` all are roads."""
    table = np.asarray(minutes, np.int32)
    table = table if table.ndim == 3 else table[None]
    modes = np.zeros_like(table) if mode is None else np.broadcast_to(np.asarray(mode, np.int32), table.shape)
    return Travel(table, modes)


def make_pairs(**lists: Any) -> PairLists:
    """Return the lists of pairs; one left out is empty."""
    empty: dict[str, Any] = {name.name: [] for name in fields(PairLists)}
    return PairLists(**{name: np.asarray(pairs, np.int64).reshape(-1, 2) for name, pairs in (empty | lists).items()})


def make_facts(
    mentees: Mentees, mentors: Mentors, travel: Travel, pairs: PairLists | None = None, *, season: int = 0
) -> Facts:
    """Return the facts with both sides sorted by id. Raises ValueError for an id that stands twice."""
    return Facts(sorted_by_id(mentees), sorted_by_id(mentors), travel, pairs or make_pairs(), season)


def ranked(needs: Ints) -> Ints:
    """Return the needs with those named twice taken out and no gap before the last."""
    once = needs.copy()
    for place in range(1, NEEDS):
        again = (once[:, :place] == once[:, place, None]).any(axis=1)
        once[again, place] = UNKNOWN
    return np.take_along_axis(once, np.argsort(once < 0, axis=1, kind="stable"), axis=1)


def filled(columns: dict[str, tuple[Any, int]], given: dict[str, Any], length: int) -> dict[str, Any]:
    """Return every column as an array of its type."""
    if unknown := given.keys() - columns.keys():
        raise TypeError(f"no such column: {sorted(unknown)}")
    whole = {
        name: np.full(length, default, kind) if name not in given else np.asarray(given[name], kind)
        for name, (kind, default) in columns.items()
    }
    if wrong := [name for name, column in whole.items() if column.shape != (length,)]:
        raise ValueError(f"{wrong} must have {length} rows")
    return whole


def take(people: P, rows: Any) -> P:
    """Return the people of these rows."""
    return replace(people, **{column.name: getattr(people, column.name)[rows] for column in fields(people)})


def sorted_by_id(people: P) -> P:
    """Return the people in the order of their ids."""
    if len(np.unique(people.id)) != len(people.id):
        raise ValueError("an id stands twice")
    return take(people, np.argsort(people.id))


def rows_of(ids: Ints, wanted: Ints) -> Ints:
    """Return where each of `wanted` stands in the sorted `ids`, -1 where it doesn't."""
    if not len(ids):
        return np.full(len(wanted), UNKNOWN, np.int64)
    places = np.minimum(np.searchsorted(ids, wanted), len(ids) - 1)
    return np.where(ids[places] == wanted, places, UNKNOWN)
