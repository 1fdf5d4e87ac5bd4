"""Turns the cells of a row into plain values, or says in Indonesian what is wrong with them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from accounts.public import clean_full_name
from businesses.legal_numbers import normalise_number
from businesses.models import Business
from core.errors import UserFault
from core.exporting import RISKY
from core.money import parse_rupiah
from core.phones import normalise_phone
from reference.public import sectors, villages

TEXTS = ("name", "product", "address", "raw_material")
MONEY = ("investment_rupiah", "capital_rupiah", "sales_rupiah", "production_rupiah", "raw_material_rupiah")
NUMBERS = ("nib", "pirt", "halal", "md", "brand")
EMPTY = {"-", "–", "tidak ada", "belum ada", "n/a", "0000"}


@dataclass
class Candidate:
    """What a row says, in our terms. `values` are columns of Business, `figures` of YearFigures of `year`."""

    owner: str = ""
    phone: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    year: int = 0
    figures: dict[str, int] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name of the business."""
        return str(self.values.get("name", ""))


class Places:
    """All villages and sectors, read once for a whole file. `districts` are those the officer is limited to."""

    def __init__(self, districts: frozenset[str] | None) -> None:
        self.districts = districts
        self.villages: dict[tuple[str, str], Any] = {}
        self.names: dict[str, list[Any]] = {}
        for village in villages():
            for district in {village.district.name, village.district.official_name}:
                self.villages[plain(district), plain(village.name)] = village
            self.names.setdefault(plain(village.name), []).append(village)
        self.sectors = {plain(sector.name): sector.pk for sector in sectors()}

    def find(self, village: str, district: str) -> Any:
        """Return the village; raises ValueError with a sentence."""
        village = re.sub(r"^(desa|kelurahan|kel\.?)\s+", "", plain(village))
        district = re.sub(r"^(kecamatan|kec\.?)\s+", "", plain(district))
        found = [self.villages.get((district, village))] if district else self.names.get(village, [])
        if len(found) > 1:
            raise ValueError("Ada beberapa desa dengan nama ini. Isi juga kecamatannya.")
        if not found or found[0] is None:
            raise ValueError("Desa tidak ditemukan. Periksa nama desa dan kecamatannya.")
        if self.districts is not None and found[0].district_id not in self.districts:
            raise ValueError("Desa ini di luar wilayah Anda.")
        return found[0]


def check_row(cells: Mapping[str, str], places: Places, *, year: int) -> Candidate:
    """Return what the row says; `faults` are sentences, empty where it can be taken.

    `year` is the year of figures without one. A text that a spreadsheet would run as a formula is refused.
    """
    cells = {name: "" if text.lower() in EMPTY else text.lstrip("'") for name, text in cells.items()}
    row = Candidate(year=year)
    reads = {
        **dict.fromkeys(TEXTS, _read_text),
        **dict.fromkeys(MONEY, _read_money),
        **dict.fromkeys(NUMBERS, _read_number),
    }
    for name, read in {**reads, **READS}.items():
        if cells.get(name):
            _note_fault(row, partial(read, row, name, cells[name]))
    if not row.name:
        row.faults.append("Nama usaha belum diisi.")
    _note_fault(row, partial(_read_owner, row, cells.get("owner", "")))
    _read_place(row, cells, places)
    if cells.get("sector"):
        row.values["sector_id"] = places.sectors.get(plain(cells["sector"]))
        if row.values["sector_id"] is None:
            del row.values["sector_id"]
    _read_workers(row, cells)
    return row


def _note_fault(row: Candidate, read: Callable[[], None]) -> None:
    """Run `read`, and keep what it says against the cell."""
    try:
        read()
    except UserFault as fault:
        row.faults.append(fault.message)
    except ValueError as error:
        row.faults.append(str(error))


def _safe(text: str) -> str:
    if text.startswith(tuple(mark for mark in RISKY if mark not in "+-")):
        raise ValueError("Isi sel tampak seperti rumus. Tulis sebagai teks biasa.")
    return text


def _read_text(row: Candidate, name: str, text: str) -> None:
    most = Business._meta.get_field(name).max_length or 0
    if len(text) > most:
        raise ValueError(f"Isian terlalu panjang: paling banyak {most} huruf.")
    row.values[name] = _safe(text)


def _read_money(row: Candidate, name: str, text: str) -> None:
    row.figures[name] = parse_rupiah(text)


def _read_number(row: Candidate, name: str, text: str) -> None:
    row.numbers[name] = normalise_number(name, _safe(text))[:40]


def _read_owner(row: Candidate, text: str) -> None:
    if not text:
        raise ValueError("Nama pemilik belum diisi.")
    row.owner = clean_full_name(_safe(text))


def _read_phone(row: Candidate, name: str, text: str) -> None:
    digits = re.sub(r"\D", "", text)
    if text.isdecimal() and digits.startswith("8"):  # a workbook drops the first 0 of a number
        text = f"0{digits}"
    row.phone = normalise_phone(text.split("/")[0].split(",")[0])


def _read_kbli(row: Candidate, name: str, text: str) -> None:
    if not re.fullmatch(r"\d{5}", text):
        raise ValueError("Kode KBLI terdiri dari lima angka. Contoh: 10794.")
    row.values["kbli"] = text


def _read_edition(row: Candidate, name: str, text: str) -> None:
    if text not in {"2020", "2025"}:
        raise ValueError("Edisi KBLI diisi 2020 atau 2025.")
    row.values["kbli_edition"] = int(text)


def _read_started(row: Candidate, name: str, text: str) -> None:
    row.values["started_year"] = _year(text, first=1900)


def _read_year(row: Candidate, name: str, text: str) -> None:
    row.year = _year(text, first=1990)


def _year(text: str, *, first: int) -> int:
    if not re.fullmatch(r"\d{4}", text) or not first <= int(text) <= 2100:
        raise ValueError(f"Tahun “{text[:20]}” tidak dapat dibaca. Contoh: 2019.")
    return int(text)


READS: dict[str, Callable[[Candidate, str, str], None]] = {
    "phone": _read_phone,
    "kbli": _read_kbli,
    "kbli_edition": _read_edition,
    "started_year": _read_started,
    "year": _read_year,
}


def _read_place(row: Candidate, cells: Mapping[str, str], places: Places) -> None:
    """Find the village; an officer limited to kecamatan has to name one."""
    if cells.get("village"):
        _note_fault(row, partial(_read_village, row, cells, places))
    elif places.districts is not None:
        row.faults.append("Desa belum diisi.")


def _read_village(row: Candidate, cells: Mapping[str, str], places: Places) -> None:
    row.values["village_id"] = places.find(cells["village"], cells.get("district", "")).pk


def _read_workers(row: Candidate, cells: Mapping[str, str]) -> None:
    """Add men and women up where the file has no sum."""
    found: dict[str, int] = {}
    for name in ("workers", "workers_male", "workers_female"):
        if text := cells.get(name, ""):
            if re.fullmatch(r"\d{1,6}", text):
                found[name] = int(text)
            else:
                row.faults.append(f"Jumlah tenaga kerja “{text[:20]}” bukan angka.")
    men, women = found.pop("workers_male", None), found.get("workers_female")
    if "workers" not in found and (men is not None or women is not None):
        found["workers"] = (men or 0) + (women or 0)
    if women is not None and women > found.get("workers", 0):
        row.faults.append("Tenaga kerja perempuan melebihi seluruh tenaga kerja.")
    row.figures |= found


def plain(text: str) -> str:
    """Return `text` as it is compared: small letters, single spaces."""
    return " ".join(text.casefold().split())
