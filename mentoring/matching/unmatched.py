"""Who got no mentor, why, and what would help: the field-visit list and the map of where to recruit."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from mentoring.matching import rules
from mentoring.matching.facts import Facts, Flags
from mentoring.matching.rules import Rule
from mentoring.matching.running import Run


class Reason(StrEnum):
    """Why a mentee has no mentor."""

    NO_CONSENT = "BELUM_SETUJU"
    DATA_MISSING = "DATA_KURANG"
    OUT_OF_REACH = "LUAR_JANGKAUAN"
    NO_CANDIDATE = "TANPA_KANDIDAT"
    SEATS_TAKEN = "KUOTA_PENUH"


HELP = {
    Reason.NO_CONSENT: "Tanyakan apakah Anda ingin dicarikan mentor.",
    Reason.DATA_MISSING: "Lengkapi kebutuhan, kecamatan, dan cara bertemu.",
    Reason.OUT_OF_REACH: "Masukkan ke daftar kunjungan lapangan, atau bantu agar bisa daring.",
    Reason.NO_CANDIDATE: "Cari mentor dengan keahlian, bahasa, atau tahap usaha yang cocok.",
    Reason.SEATS_TAKEN: "Tambah tempat pada mentor yang sesuai, atau tunggu putaran berikutnya.",
}


@dataclass(frozen=True)
class Alone:
    """One unmatched mentee: `row`, `reason`, what would `help`, and `rule`, the one that alone keeps most mentors away
    (`near` of them would do without it); None and 0 where no single rule does."""

    row: int
    reason: Reason
    help: str
    rule: Rule | None
    near: int


@dataclass(frozen=True)
class Place:
    """A district on the map of recruiting, by index (-1 unknown): `gain_firms` of the first tiers' levels and
    `gain_points` that one more seat at its dearest mentor brings, `mentor` that one's row or -1 where there is none,
    `waiting` mentees unmatched there, and their wanted `topics`, most wanted first."""

    district: int
    gain_firms: int
    gain_points: int
    mentor: int
    waiting: int
    topics: tuple[int, ...]


def list_unmatched(run: Run) -> list[Alone]:
    """Return all mentees without a mentor, in the order of their ids. Only those without candidates are looked into."""
    rows = np.flatnonzero(run.mentor < 0)
    lonely = rows[run.candidates[rows] == 0]
    looked = {int(row): look_into(run.case.facts, row) for row in lonely}
    waiting = Alone(0, Reason.SEATS_TAKEN, HELP[Reason.SEATS_TAKEN], None, 0)
    return [looked.get(int(row)) or Alone(int(row), waiting.reason, waiting.help, None, 0) for row in rows]


def look_into(facts: Facts, row: int) -> Alone:
    """Return the reason of one mentee whom nobody may mentor."""
    verdicts = rules.broken(facts, np.array([row]))
    table = np.stack([verdicts[rule][0] for rule in Rule])
    single = table.sum(axis=0) == 1
    near = (table & single).sum(axis=1)
    place = int(np.argmax(near))
    rule = list(Rule)[place] if near[place] else None
    reason = reason_of(facts, row, rule)
    return Alone(int(row), reason, HELP[reason], rule, int(near[place]))


def reason_of(facts: Facts, row: int, rule: Rule | None) -> Reason:
    """Return the code: what she herself lacks comes first, then the one rule that keeps most mentors away."""
    if not facts.mentees.consents[row]:
        return Reason.NO_CONSENT
    if rules.without_data(facts)[row]:
        return Reason.DATA_MISSING
    if rule is Rule.SEATS:
        return Reason.SEATS_TAKEN
    return Reason.OUT_OF_REACH if rule is Rule.REACH else Reason.NO_CANDIDATE


def recruiting_map(run: Run) -> list[Place]:
    """Return all districts where somebody waits or a seat has a price, the greatest gain first.

    A price is exact: one more seat at that mentor raises the value of the run by it.
    """
    facts, unit = run.case.facts, run.problem.ladder.low
    alone = run.mentor < 0
    here = np.union1d(facts.mentees.district[alone], facts.mentors.district[run.seat_prices > 0])
    places = [place_of(run, int(district), alone, unit) for district in here]
    return sorted(places, key=lambda place: (-place.gain_firms, -place.gain_points, -place.waiting, place.district))


def place_of(run: Run, district: int, alone: Flags, unit: int) -> Place:
    """Return one district of the map."""
    facts = run.case.facts
    mentors = np.flatnonzero(facts.mentors.district == district)
    dearest = int(mentors[np.argmax(run.seat_prices[mentors])]) if len(mentors) else -1
    firms, points = divmod(int(run.seat_prices[dearest]) if dearest >= 0 else 0, unit)
    wanting = facts.mentees.needs[alone & (facts.mentees.district == district)]
    topics, counts = np.unique(wanting[wanting >= 0], return_counts=True)
    most = tuple(int(topic) for topic in topics[np.argsort(-counts, kind="stable")])
    return Place(district, firms, points, dearest, len(wanting), most)
