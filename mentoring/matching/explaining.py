"""Why a pair, and why not another one, in plain Indonesian; the parts of an explanation sum to its score."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mentoring.matching import rules
from mentoring.matching.facts import RIVER, Facts, Ints
from mentoring.matching.rules import Rule
from mentoring.matching.running import Run
from mentoring.matching.weights import PARTS, WISH_POINTS, Part, Weights

MISSING = "Data belum lengkap, jadi dipakai nilai tengah."
WHY_NOT = {
    Rule.CONSENT: "Salah satu pihak belum menyetujui pencocokan.",
    Rule.DATA_MISSING: "Kebutuhan atau tempat usaha belum diisi.",
    Rule.INACTIVE: "Mentor ini sedang tidak menerima pendampingan.",
    Rule.OWNER: "Usaha ini milik orang yang sama.",
    Rule.BLOCKED: "Pasangan ini ada di daftar blokir.",
    Rule.DECLINED: "Pasangan ini sudah pernah ditolak atau diakhiri.",
    Rule.RIVAL: "Produknya sama dan desanya sama, dan belum keduanya bersedia.",
    Rule.NEED: "Mentor ini belum menguasai satu pun kebutuhan Anda.",
    Rule.STAGE: "Usaha mentor ini belum selangkah di depan usaha Anda.",
    Rule.LANGUAGE: "Tidak ada bahasa yang sama.",
    Rule.REACH: "Terlalu jauh untuk bertemu, dan belum bisa daring.",
    Rule.SEATS: "Mentor ini sudah penuh.",
}
SEAT_TAKEN = "SUDAH_TERISI"
FOR_PRIORITY = "DIDAHULUKAN_PRIORITAS"
FOR_OTHERS = "LEBIH_BERMANFAAT"
CHOICE = {
    SEAT_TAKEN: "Tempatnya sudah terisi oleh pasangan dengan nilai lebih tinggi.",
    FOR_PRIORITY: "Tempatnya didahulukan untuk kecamatan prioritas.",
    FOR_OTHERS: "Bisa, tetapi pilihan sekarang menghasilkan lebih banyak kecocokan bagi semua.",
}


@dataclass(frozen=True)
class Words:
    """Names for numbers: topics, languages and slots by bit, districts by index, sectors by KBLI."""

    topics: Sequence[str]
    languages: Sequence[str]
    slots: Sequence[str]
    sectors: Mapping[int, str]


@dataclass(frozen=True)
class ExplainedPart:
    """One bar: its part, `points` of at most `weight`, a sentence, and whether data was missing."""

    part: Part
    points: int
    weight: int
    sentence: str
    missing: bool


@dataclass(frozen=True)
class Explanation:
    """The bars, which sum to `score`, and one sentence of the two that count most."""

    score: int
    parts: tuple[ExplainedPart, ...]
    sentence: str


@dataclass(frozen=True)
class WhyNot:
    """A reason code (of `Rule`, or one of this module) and its sentence."""

    code: str
    sentence: str


def explain(
    facts: Facts, weights: Weights, row: int, mentor: int, points: Any, missing: Any, words: Words
) -> Explanation:
    """Return the explanation of a pair of rows from its stored `points` (8,) and `missing` (8,)."""
    pieces = []
    for place, part in enumerate(PARTS):
        weight = 2 * WISH_POINTS if part is Part.WISH else weights.of(part)
        gap = bool(missing[place])
        sentence = MISSING if gap else SENTENCES[part](facts, row, mentor, words)
        if part is not Part.WISH or points[place]:
            pieces.append(ExplainedPart(part, int(points[place]), weight, sentence, gap))
    told = [piece for piece in pieces if not piece.missing and piece.points and piece.sentence]
    best = sorted(told, key=lambda piece: -piece.points)[:2]
    return Explanation(sum(int(p) for p in points), tuple(pieces), " ".join(piece.sentence for piece in best))


def named(mask: int, names: Sequence[str]) -> list[str]:
    """Return the names of the bits that are set."""
    return [name for bit, name in enumerate(names) if mask >> bit & 1]


def in_words(names: Sequence[str]) -> str:
    """Return `a`, `a dan b`, `a, b, dan c`."""
    if len(names) < 3:
        return " dan ".join(names)
    return f"{', '.join(names[:-1])}, dan {names[-1]}"


def say_needs(facts: Facts, row: int, mentor: int, words: Words) -> str:
    wanted = [int(topic) for topic in facts.mentees.needs[row] if topic >= 0]
    skills = int(facts.mentors.skills[mentor])
    covered = [words.topics[topic] for topic in wanted if skills >> topic & 1]
    return f"Menguasai {len(covered)} dari {len(wanted)} kebutuhan Anda: {in_words(covered)}."


def say_sector(facts: Facts, row: int, mentor: int, words: Words) -> str:
    one, other = int(facts.mentees.sector[row]), int(facts.mentors.sector[mentor])
    title = words.sectors.get(other, str(other))
    if one == other:
        return f"Sama-sama {title}."
    return f"Usaha serumpun: {title}." if one // 1000 == other // 1000 else f"Bidang usaha lain: {title}."


def say_distance(facts: Facts, row: int, mentor: int, words: Words) -> str:
    minutes, remote = meeting(facts, row, mentor)
    if minutes < 0:
        return "Pendampingan jarak jauh lewat telepon atau internet." if remote else ""
    here, there = facts.mentors.district[mentor], facts.mentees.district[row]
    way = "lewat sungai" if facts.travel.mode[facts.season][here, there] == RIVER else "lewat darat"
    return f"Sekitar {hours(minutes)} perjalanan {way}."


def hours(minutes: int) -> str:
    """Return `45 menit`, `1 jam` or `2,5 jam`, to the half hour."""
    if minutes < 60:
        return f"{minutes} menit"
    return f"{round(minutes / 30) / 2:g} jam".replace(".", ",")


def meeting(facts: Facts, row: int, mentor: int) -> tuple[int, bool]:
    """Return the minutes to meet face to face (-1: not) and whether they can meet remotely."""
    one = np.array([row])
    minutes, remote = rules.minutes_between(facts, facts.mentees.district[one], facts.mentees.ways[one])
    return int(minutes[0, mentor]), bool(remote[0, mentor])


def say_stage(facts: Facts, row: int, mentor: int, words: Words) -> str:
    gap = int(facts.mentors.stage[mentor] - facts.mentees.stage[row])
    return f"Mentor {('satu', 'dua', 'tiga', 'empat')[min(gap, 4) - 1]} tahap di depan usaha Anda."


def say_time(facts: Facts, row: int, mentor: int, words: Words) -> str:
    slots = named(int(facts.mentees.slots[row] & facts.mentors.slots[mentor]), words.slots)
    return (
        f"Ada {len(slots)} waktu luang yang sama: {in_words(slots)}." if slots else "Belum ada waktu luang yang sama."
    )


def say_language(facts: Facts, row: int, mentor: int, words: Words) -> str:
    shared = named(int(facts.mentees.languages[row] & facts.mentors.languages[mentor]), words.languages)
    return f"Bisa berbahasa {in_words(shared)}."


def say_ways(facts: Facts, row: int, mentor: int, words: Words) -> str:
    minutes, remote = meeting(facts, row, mentor)
    if minutes >= 0:
        return "Bisa tatap muka dan daring." if remote else "Bisa tatap muka."
    return "Bisa daring."


def say_wish(facts: Facts, row: int, mentor: int, words: Words) -> str:
    return "Sesuai keinginan yang Anda centang."


SENTENCES = {
    Part.NEEDS: say_needs,
    Part.SECTOR: say_sector,
    Part.DISTANCE: say_distance,
    Part.STAGE: say_stage,
    Part.TIME: say_time,
    Part.LANGUAGE: say_language,
    Part.WAYS: say_ways,
    Part.WISH: say_wish,
}


def broken_rules(facts: Facts, row: int, mentor: int) -> list[Rule]:
    """Return the hard rules that forbid this pair, in the order of `Rule`."""
    verdicts = rules.broken(facts, np.array([row]))
    return [rule for rule in Rule if verdicts[rule][0, mentor]]


def explain_why_not(run: Run, row: int, mentor: int) -> WhyNot | None:
    """Return why this mentee did not get this mentor, None when she did."""
    facts = run.case.facts
    if run.mentor[row] == mentor:
        return None
    if codes := broken_rules(facts, row, mentor):
        return WhyNot(codes[0], WHY_NOT[codes[0]])
    taken = np.flatnonzero((run.mentor == mentor) & ~run.in_group)
    if len(taken) < facts.mentors.seats[mentor]:
        return WhyNot(FOR_OTHERS, CHOICE[FOR_OTHERS])
    own = int(run.case.scorer.parts(*as_pair(run, row, mentor)).sum()) if row in run.case.free else 0
    better = run.score[taken] >= own
    earlier = facts.mentees.tier[taken] < facts.mentees.tier[row]
    code = SEAT_TAKEN if better.all() else FOR_PRIORITY if (earlier & ~better).any() else FOR_OTHERS
    return WhyNot(code, CHOICE[code])


def as_pair(run: Run, row: int, mentor: int) -> tuple[Ints, Ints]:
    """Return a pair of rows of all facts as the arrays that the run's scorer takes."""
    return np.searchsorted(run.case.free, [row]), np.array([mentor])
