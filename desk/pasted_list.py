"""Reads a list as it is pasted from Excel or WhatsApp: plain values out, no rows touched."""

import re
from dataclasses import dataclass

from desk.errors import ListEmpty, ListTooLong

MOST_LINES = 60
SEPARATORS = ("\t", ";", ",")
# "1. Siti", "12) Siti", "- Siti", "* Siti": marks that WhatsApp lists begin with.
MARK = re.compile(r"^\s*(?:\d{1,3}[.)]\s*|[-*•–]\s+)(?=\D)")
HEADING = re.compile(r"\bnama\b.*\b(?:hp|no|nomor|telepon|telp|wa|whatsapp)\b", re.IGNORECASE)
PHONE_ALONE = re.compile(r"[+(]?\d[\d\s().+-]{6,}")


@dataclass(frozen=True)
class PastedLine:
    """One line: `number` counts the lines of the text from 1, `raw` is the line as pasted."""

    number: int
    raw: str
    name: str = ""
    phone: str = ""
    place: str = ""
    business: str = ""

    @property
    def is_short(self) -> bool:
        """Whether the line holds a number or a name alone, which names somebody who has an account."""
        return not self.place and bool(self.phone) != bool(self.name)


def read_list(text: str) -> list[PastedLine]:
    """Split a pasted text into lines of name, number, place and business (may be missing).

    Columns are parted by tab, semicolon or comma, the first of these that a line holds. Blank lines, a heading,
    list marks and a leading column of running numbers are passed over. A line of digits alone is a number.
    Raises ListEmpty or ListTooLong.
    """
    lines = [(number, raw) for number, raw in enumerate(text.splitlines(), start=1) if raw.strip(" \t;,")]
    if lines and HEADING.search(lines[0][1]):
        lines = lines[1:]
    if not lines:
        raise ListEmpty
    if len(lines) > MOST_LINES:
        raise ListTooLong(count=len(lines), most=MOST_LINES)
    return [_read_line(number, raw) for number, raw in lines]


def _read_line(number: int, raw: str) -> PastedLine:
    """Split one line into its columns."""
    line = MARK.sub("", raw)
    separator = next((mark for mark in SEPARATORS if mark in line), None)
    cells = [" ".join(cell.split()) for cell in (line.split(separator) if separator else [line])]
    if len(cells) > 1 and re.fullmatch(r"\d{0,3}\.?", cells[0]):
        cells = cells[1:]
    if len(cells) == 1 and PHONE_ALONE.fullmatch(cells[0]):
        cells = ["", *cells]
    name, phone, place, *rest = [*cells, "", "", ""]
    business = ", ".join(cell for cell in rest if cell)
    return PastedLine(number=number, raw=raw.strip(), name=name, phone=phone, place=place, business=business)
