"""The hard rules: which pairs may not be, and why. One exact function a rule; scoring keeps to the same tables.

What a person did not fill in does not break a rule of language or stage: she would otherwise be left out for a thin
profile. Without needs, and without any way to meet, there is nothing to match, and that is `DATA_MISSING`.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

import numpy as np

from mentoring.matching.facts import FACE_TO_FACE, REMOTE, UNKNOWN, Facts, Flags, Ints


class Rule(StrEnum):
    """Reason codes of the hard rules, in the order in which they are told."""

    CONSENT = "BELUM_SETUJU"
    DATA_MISSING = "DATA_KURANG"
    INACTIVE = "MENTOR_TIDAK_AKTIF"
    OWNER = "PEMILIK_SAMA"
    BLOCKED = "DIBLOKIR"
    DECLINED = "PERNAH_DITOLAK"
    RIVAL = "SESAMA_PRODUK_SEDESA"
    NEED = "KEBUTUHAN_TIDAK_TERCAKUP"
    STAGE = "TAHAP_TIDAK_CUKUP"
    LANGUAGE = "BEDA_BAHASA"
    REACH = "LUAR_JANGKAUAN"
    SEATS = "MENTOR_PENUH"


def need_masks(needs: Ints) -> Any:
    """Return the needs (n, 3) as bits of topics (n,), uint64; 0 when none is known."""
    bits = np.left_shift(np.uint64(1), np.maximum(needs, 0).astype(np.uint64))
    return np.bitwise_or.reduce(np.where(needs >= 0, bits, np.uint64(0)), axis=1)


def minutes_between(facts: Facts, districts: Ints, ways: Any) -> tuple[Any, Any]:
    """Return how pairs of these mentees' districts and ways (k,) with all mentors can meet.

    First the minutes to meet face to face (k, m), -1 where that can't be; then whether remotely (k, m). Unknown `ways`
    are taken as both: a thin profile rules nothing out.
    """
    mentors = facts.mentors
    known = (districts[:, None] >= 0) & (mentors.district[None, :] >= 0)
    minutes = facts.travel.minutes[facts.season][mentors.district[None, :], districts[:, None]]
    theirs, ours = open_ways(ways)[:, None], open_ways(mentors.ways)[None, :]
    within = known & (minutes >= 0) & (minutes <= mentors.travel_limit_min[None, :])
    meets = within & ((theirs & ours & FACE_TO_FACE) > 0)
    return np.where(meets, minutes, -1), (theirs & ours & REMOTE) > 0


def open_ways(ways: Any) -> Any:
    """Return the ways with unknown ones opened."""
    return np.where(ways == 0, np.uint8(FACE_TO_FACE | REMOTE), ways)


def stage_gaps(theirs: Ints, ours: Ints) -> Any:
    """Return by how many stages the mentors are ahead (k, m); 1 where either is unknown."""
    known = (theirs[:, None] >= 0) & (ours[None, :] >= 0)
    return np.where(known, ours[None, :] - theirs[:, None], 1)


def without_data(facts: Facts) -> Flags:
    """Return which mentees (n,) have told too little to be matched: no need, or neither a place nor a remote way."""
    mentees = facts.mentees
    placeless = (mentees.district < 0) & ((open_ways(mentees.ways) & REMOTE) == 0)
    return (mentees.needs < 0).all(axis=1) | placeless


def forbidden_pairs(facts: Facts) -> tuple[Ints, Ints]:
    """Return rows of mentees and mentors of all pairs that the sparse rules forbid, sorted, each once.

    The sparse rules: same owner, rivals of one village, declined, blocked.
    """
    mentees, mentors = facts.mentees, facts.mentors
    rows, cols = equal_pairs(mentees.owner, mentors.owner, mentees.owner != UNKNOWN)
    rivals = rival_pairs(facts)
    listed = [facts.pair_rows(facts.pairs.declined), facts.pair_rows(facts.pairs.blocked)]
    everything = [(rows, cols), rivals, *listed]
    keys = np.unique(np.concatenate([one * len(mentors) + other for one, other in everything]))
    return np.divmod(keys, max(len(mentors), 1))


def rival_pairs(facts: Facts) -> tuple[Ints, Ints]:
    """Return the pairs of one village and one KBLI of five digits that do not both waive it."""
    mentees, mentors = facts.mentees, facts.mentors
    known = (mentees.village != UNKNOWN) & (mentees.sector > 0)
    theirs, ours = mentees.village * 100_000 + mentees.sector, mentors.village * 100_000 + mentors.sector
    rows, cols = equal_pairs(theirs, ours, known)
    strict = ~(mentees.waives_rivalry[rows] & mentors.waives_rivalry[cols])
    return rows[strict], cols[strict]


def equal_pairs(theirs: Ints, ours: Ints, usable: Flags) -> tuple[Ints, Ints]:
    """Return rows and columns of all pairs with the same key; rows that are not `usable` have none."""
    order = np.argsort(ours, kind="stable")
    first = np.searchsorted(ours[order], theirs, "left")
    counts = np.where(usable, np.searchsorted(ours[order], theirs, "right") - first, 0)
    rows = np.repeat(np.arange(len(theirs)), counts)
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return rows, order[np.repeat(first, counts) + within] if len(rows) else rows


def in_list(facts: Facts, rows: Ints, pairs: Ints) -> Flags:
    """Return which pairs of `rows` (k,) with all mentors (k, m) stand in the list."""
    there, cols = facts.pair_rows(pairs)
    table = np.zeros((len(rows), len(facts.mentors)), bool)
    for place, row in enumerate(rows):
        table[place, cols[there == row]] = True
    return table


def broken(facts: Facts, rows: Ints) -> dict[Rule, Flags]:
    """Return for each rule which pairs of the mentees `rows` (k,) with all mentors it forbids, (k, m).

    Exact and slow: for explanations of a few mentees, not for scoring.
    """
    return {
        rule: np.broadcast_to(judge(facts, rows), (len(rows), len(facts.mentors))) for rule, judge in JUDGES.items()
    }


def breaks_need(facts: Facts, rows: Ints) -> Flags:
    return (need_masks(facts.mentees.needs[rows])[:, None] & facts.mentors.skills[None, :]) == 0


def breaks_language(facts: Facts, rows: Ints) -> Flags:
    theirs, ours = facts.mentees.languages[rows][:, None], facts.mentors.languages[None, :]
    return ((theirs & ours) == 0) & (theirs != 0) & (ours != 0)


def breaks_reach(facts: Facts, rows: Ints) -> Flags:
    minutes, remote = minutes_between(facts, facts.mentees.district[rows], facts.mentees.ways[rows])
    return (minutes < 0) & ~remote


def breaks_owner(facts: Facts, rows: Ints) -> Flags:
    theirs = facts.mentees.owner[rows][:, None]
    return (theirs == facts.mentors.owner[None, :]) & (theirs != UNKNOWN)


def breaks_rivalry(facts: Facts, rows: Ints) -> Flags:
    mentees, mentors = facts.mentees, facts.mentors
    village, sector = mentees.village[rows][:, None], mentees.sector[rows][:, None]
    same = (village == mentors.village) & (village != UNKNOWN) & (sector == mentors.sector) & (sector > 0)
    return same & ~(mentees.waives_rivalry[rows][:, None] & mentors.waives_rivalry[None, :])


JUDGES: dict[Rule, Callable[[Facts, Ints], Flags]] = {
    Rule.CONSENT: lambda facts, rows: ~(facts.mentees.consents[rows][:, None] & facts.mentors.consents[None, :]),
    Rule.DATA_MISSING: lambda facts, rows: without_data(facts)[rows][:, None],
    Rule.INACTIVE: lambda facts, rows: ~facts.mentors.active[None, :],
    Rule.OWNER: breaks_owner,
    Rule.BLOCKED: lambda facts, rows: in_list(facts, rows, facts.pairs.blocked),
    Rule.DECLINED: lambda facts, rows: in_list(facts, rows, facts.pairs.declined),
    Rule.RIVAL: breaks_rivalry,
    Rule.NEED: breaks_need,
    Rule.STAGE: lambda facts, rows: stage_gaps(facts.mentees.stage[rows], facts.mentors.stage) < 1,
    Rule.LANGUAGE: breaks_language,
    Rule.REACH: breaks_reach,
    Rule.SEATS: lambda facts, rows: (facts.mentors.seats + facts.mentors.group_seats < 1)[None, :],
}
