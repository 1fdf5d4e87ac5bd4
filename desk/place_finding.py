"""Finds the place that a person wrote: a desa of Kutai Timur, or another regency of the province."""

import re
from difflib import get_close_matches
from typing import Any

from reference.public import regencies, villages

PREFIX = re.compile(r"^(?:desa|ds\.?|kelurahan|kel\.?)\s+", re.IGNORECASE)
REGENCY_PREFIX = re.compile(r"^(?:kabupaten|kab\.?|kota)\s+", re.IGNORECASE)
ELSEWHERE = re.compile(r"^(?:dari\s+)?luar\s+(?:kaltim|kalimantan timur|provinsi)$", re.IGNORECASE)
BRACKETS = re.compile(r"^(?P<name>.+?)\s*\((?:kec(?:amatan|\.)?\s*)?(?P<district>[^)]+)\)$", re.IGNORECASE)


def is_elsewhere(written: str) -> bool:
    """Say whether somebody wrote that a person is from outside the province: `luar Kaltim`."""
    return bool(ELSEWHERE.match(" ".join(written.split())))


class Places:
    """All names, read once (two queries) for a whole list."""

    def __init__(self) -> None:
        self.villages: dict[str, list[Any]] = {}
        for village in villages():
            self.villages.setdefault(village.name.casefold(), []).append(village)
        self.regencies = {_bare_regency(row.name): row for row in regencies(outside=True)}

    def find(self, written: str) -> tuple[Any | None, Any | None]:
        """Return (village, None), (None, regency) or (None, None) for what was written.

        Accepts `Bumi Etam`, `desa bumi etam`, `Bumi Etam (Kaubun)`, `Kota Bontang`, `bontang`.
        """
        name, district = _split(written)
        for village in self.villages.get(name, []):
            if district in {"", village.district.name.casefold(), village.district.official_name.casefold()}:
                return village, None
        return None, self.regencies.get(_bare_regency(written))

    def closest(self, written: str) -> str:
        """Return the likeliest place in words, `Bumi Etam (Kaubun)`, or nothing if none is near."""
        name, _ = _split(written)
        near = get_close_matches(name, [*self.villages, *self.regencies], n=1, cutoff=0.7)
        if not near:
            return ""
        if near[0] in self.villages:
            village = self.villages[near[0]][0]
            return f"{village.name} ({village.district.name})"
        return str(self.regencies[near[0]].name)


def _split(written: str) -> tuple[str, str]:
    """Part `Desa Bumi Etam (Kec. Kaubun)` into `bumi etam` and `kaubun`."""
    text = PREFIX.sub("", written.strip())
    if match := BRACKETS.match(text):
        return match["name"].casefold(), match["district"].strip().casefold()
    return text.casefold(), ""


def _bare_regency(name: str) -> str:
    """Return `Kota Bontang` as `bontang`."""
    return REGENCY_PREFIX.sub("", name.strip()).casefold()
