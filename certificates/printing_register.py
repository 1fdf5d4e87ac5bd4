"""Sets the register as a PDF to print and file. Texts are printed, never evaluated."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import typst

from certificates.models import Certificate, CertificateSettings
from certificates.wording import place_line
from core.clock import WITA, now
from core.templatetags.formats import waktu

TEMPLATE = Path(__file__).parent / "templates_typst" / "register.typ"
TITLE = "Register sertifikat"
BREAK = "\u200b"  # a line may end here
# About 30 sheets. A row takes the renderer 120 KB (1,000: 0.5 s of CPU and 125 MB; 13,000: 7 s and 1.5 GB),
# and a web process makes it; whoever wants more wants a spreadsheet.
MOST_ROWS = 1000


def print_register(certificates: Iterable[Certificate], *, chosen: str) -> bytes:
    """Return the PDF of these rows by register and number; `chosen` says in words which ones they are."""
    rows = sorted(certificates, key=_place_in_register)
    return typst.compile(
        str(TEMPLATE),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(_values(rows, chosen))},
        pdf_tags=False,  # a tag per cell makes the file fifteen times as large; the spreadsheets are read aloud better
    )


def _place_in_register(row: Certificate) -> tuple[Any, ...]:
    """Sort by register, year, number and version; what has no number yet comes last."""
    return row.number is None, row.series, row.year or 0, row.number or 0, row.version, row.pk


def _values(rows: list[Certificate], chosen: str) -> dict[str, Any]:
    """Return everything that is printed, as plain values."""
    office = CertificateSettings.load()
    return {
        "title": TITLE,
        "government": office.government,
        "office": office.office,
        "chosen": f"{chosen}. Jumlah: {len(rows)}.",
        "printed": f"Dicetak {waktu(now())}",
        "rows": [_line(row) for row in rows],
    }


def _line(row: Certificate) -> list[str]:
    """Return one row's cells after its place: number, name, business and place, course, JP, day of issue, state."""
    return [
        row.number_text.replace("/", f"/{BREAK}") or "–",
        row.person_name,
        place_line(row.business_name, row.village_name, row.district_name, row.regency_name),
        row.course_title,
        str(row.jp),
        f"{row.issued_at.astimezone(WITA):%d/%m/%Y}" if row.issued_at else "–",
        row.get_state_display(),
    ]
