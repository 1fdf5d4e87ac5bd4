"""Registries that are plainly fictional: every name says `Contoh`, every number is one of those that nobody has."""

import random
from collections.abc import Iterator
from typing import Any

from reference.public import sectors, villages

HEADS = [
    *("Nama usaha", "Pemilik", "Nomor WA", "Desa", "Kecamatan", "Produk utama", "Bidang usaha", "KBLI", "Edisi KBLI"),
    *("Tahun mulai", "Tahun angka", "Tenaga kerja", "Tenaga kerja perempuan", "Nilai investasi", "Omzet", "NIB"),
]
FIRST = "Siti Ratna Hasan Dewi Tono Aminah Yusuf Maria Sumiati Budi Rahma Joko Lestari Agus Wati Rudi Nur Eko Sri Dian"
WORDS = "Berkah Maju Sari Makmur Jaya Mandiri Rasa Alam Mekar Harapan Rimba Sejahtera Lestari Bersama Baru Tunggal"
# Shares of the lines of work in Kalimantan Timur's small industry (BPS): food, drinks, garments, wood and wicker, rest.
KNOWN_FOR_SHARE = 0.3
SHARES = {"10": 60, "11": 12, "14": 10, "16": 10, "": 8}


def invent_rows(count: int, *, seed: int = 1) -> Iterator[list[str]]:
    """Yield `count` rows below HEADS, the same for the same seed; a third has no number, a fourth no NIB is known of.

    Villages of all kecamatan take turns. Numbers begin with 0899-1, which no operator gives out.
    """
    chance = random.Random(seed)  # noqa: S311  made-up data
    places, lines = list(villages()), _lines()
    known_for = _known_for(places, lines, chance)
    for number in range(count):
        place = places[number % len(places)]
        line = chance.choice(lines[chance.choices(list(SHARES), list(SHARES.values()))[0]])
        line = known_for[place.district_id] if chance.random() < KNOWN_FOR_SHARE else line
        workers = min(int(chance.expovariate(0.4)) + 1, 60)
        investment = int(chance.lognormvariate(16.5, 1)) // 100_000 * 100_000
        owner = f"{chance.choice(FIRST.split())} {chance.choice(FIRST.split())} Contoh {number + 1}"
        yield [
            f"{line.name.split(',')[0].split('(')[0].strip()} {chance.choice(WORDS.split())} Contoh {number + 1}",
            owner,
            f"08991{number:07d}" if chance.random() < 0.67 else "",
            place.name,
            place.district.name,
            line.name,
            line.name,
            line.kbli2020,
            "2020" if line.kbli2020 else "",
            str(chance.randint(1995, 2026)),
            "2026",
            str(workers),
            str(chance.randint(0, workers)),
            str(investment),
            str(investment * chance.randint(1, 8)),
            f"9999{number:09d}" if chance.random() < 0.6 else "",
        ]


def _known_for(places: list[Any], lines: dict[str, list[Any]], chance: random.Random) -> dict[str, Any]:
    """Return for each kecamatan the line that many of its businesses share: else no sentra would ever show."""
    every = [line for found in lines.values() for line in found]
    return {district: chance.choice(every) for district in dict.fromkeys(place.district_id for place in places)}


def _lines() -> dict[str, list[Any]]:
    """Return the lines of work by their share's division; those of no division of their own are the rest."""
    rows = list(sectors())
    found = {division: [row for row in rows if row.division == division] for division in SHARES if division}
    found[""] = [row for row in rows if row.division not in SHARES]
    return found
