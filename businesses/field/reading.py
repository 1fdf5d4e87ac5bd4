"""Turns an event from the field into plain values, by the rules of the import."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from businesses.errors import FieldRowWrong
from businesses.importing.checking import Candidate, Places, check_row
from businesses.models import Need
from businesses.permissions import districts_of
from core.clock import today
from reference.public import villages
from sync.extensions import EventUnreadable
from sync.public import number_in, text_in, uuid_in

# What the phone's form holds, as the import names it; longer than any of its fields may be is not read at all.
TEXTS = ("name", "owner", "phone", "address", "product", "sector", "kbli", "kbli_edition", "nib")
NUMBERS = ("workers", "workers_female")
LONGEST, NIK_DIGITS = 500, 16
MOST_REVISIONS = 10_000


@dataclass(frozen=True)
class FieldRow:
    """What was written down: `candidate` as the import has it, needs by topic, the consent that was read out."""

    key: Any
    revision: int
    candidate: Candidate
    needs: tuple[str, ...]
    consent: str


def read_row(body: Mapping[str, Any], *, by: Any) -> FieldRow:
    """Return the row. Raises EventUnreadable, and FieldRowWrong with all that is wrong."""
    cells = {name: _text(body, name) for name in (*TEXTS, *NUMBERS, "village")}
    needs = body.get("needs", [])
    if not isinstance(needs, list) or not all(isinstance(one, str) for one in needs):
        raise EventUnreadable
    places = Places(districts_of(by))
    faults = _place(cells, needed=True)
    candidate = check_row(cells, places, year=today().year)
    faults += candidate.faults
    if not (consent := _text(body, "consent")):
        faults.append("Pemilik belum menyetujui pendataan.")
    if len(candidate.numbers.get("nib", "")) == NIK_DIGITS:
        faults.append("NIB terdiri dari 13 angka; NIK tidak dicatat di HP.")
    if candidate.values.get("kbli") and not candidate.values.get("kbli_edition"):
        faults.append("Pilih edisi kode KBLI.")
    if faults:
        raise FieldRowWrong(faults=" ".join(dict.fromkeys(faults)))
    topics = tuple(dict.fromkeys(one for one in needs if one in Need.Topic.values))
    return FieldRow(
        uuid_in(body, "record"), number_in(body, "revision", most=MOST_REVISIONS), candidate, topics, consent
    )


def _text(body: Mapping[str, Any], name: str) -> str:
    if name not in body:
        return ""
    text = " ".join(text_in(body, name).replace("\x00", "").split())
    if len(text) > LONGEST:
        raise EventUnreadable
    return text


def _place(cells: dict[str, str], *, needed: bool) -> list[str]:
    """Put the names of village and kecamatan where the phone wrote a code; say so where there is none."""
    village = villages().filter(code=cells["village"]).first()
    cells["village"] = village.name if village else ""
    cells["district"] = village.district.name if village else ""
    return ["Pilih desa tempat usaha."] if needed and village is None else []
