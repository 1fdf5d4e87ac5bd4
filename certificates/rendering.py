"""Sets a certificate's sheet as a PDF: tagged, for the archive (PDF/A-3a) and for screen readers (PDF/UA-1).

The bytes depend on the row alone, so a second rendering is the same file. Nothing of the system is read: fonts are
typst's own. Texts reach the template as JSON and are printed, never evaluated.
"""

import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import segno
import typst

from certificates.errors import RenderFailed, Unprintable
from certificates.logos import read_logo
from certificates.models import Certificate, Kind, Series
from certificates.wording import in_words, place_line, printable, span_of_days
from core.clock import WITA
from core.templatetags.formats import persen, tanggal

TEMPLATE = Path(__file__).parent / "templates_typst" / "certificate.typ"
TEMPLATE_VERSION = 1
STANDARDS = ["a-3a", "ua-1"]
JP_MINUTES = 45
NOTE = (
    f"1 Jam Pelajaran (JP) = {JP_MINUTES} menit. Sertifikat ini menerangkan keikutsertaan dan hasil belajar; "
    "bukan sertifikat kompetensi."
)
STATE_STATEMENT = (
    "Dokumen ini telah ditandatangani secara elektronik dengan sertifikat elektronik terbitan BSrE, BSSN. "
    "Keaslian dokumen dapat diperiksa melalui kode QR atau kode di bawah ini pada laman"
)
SPECIMEN = "CONTOH – bukan dokumen resmi"


def render_certificate(certificate: Certificate, *, mark: str = "", is_state_signed: bool = False) -> bytes:
    """Return the PDF of a numbered certificate, unsigned; a `mark` says in red what it isn't.

    Only a file that gets a signature of the state's certificate says so.

    Raises Unprintable or RenderFailed.
    """
    sheet = _sheet(certificate)
    sheet["specimen"] = mark or sheet["specimen"]
    if is_state_signed:
        sheet["statement"] = STATE_STATEMENT
    return _compile(sheet, certificate.issued_at)


def _compile(sheet: dict[str, Any], moment: dt.datetime | None) -> bytes:
    """Run typst on plain values; `moment` is the file's creation time."""
    try:
        pdf = typst.compile(
            str(TEMPLATE),
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(sheet)},
            pdf_standards=STANDARDS,  # type: ignore[arg-type]  # the stub wants literals
            timestamp=int(moment.timestamp()) if moment else 0,
        )
    except typst.TypstError as error:
        # Archive files must not hold letters without a picture, so typst refuses them by these words.
        if "could not be displayed" in error.message or "codepoint" in error.message:
            raise Unprintable from error
        raise RenderFailed from error
    return pdf


def _sheet(certificate: Certificate) -> dict[str, Any]:
    """Return everything that is printed, as the template's plain values."""
    head = {name: printable(text) for name, text in certificate.letterhead.items()}
    issued = (certificate.issued_at or certificate.created_at).astimezone(WITA).date()
    place = _place(certificate)
    passed = certificate.kind == Kind.CERTIFICATE
    return {
        **head,
        "logo": list(read_logo(head["logo"])) if head.get("logo") else [],
        "document_title": f"{certificate.get_kind_display()} {certificate.number_text} – {certificate.person_name}",
        "document_description": f"{certificate.get_kind_display()}: {certificate.course_title}",
        "title": "Sertifikat" if passed else "Surat Keterangan",
        "deed": "LULUS" if passed else "MENGIKUTI",
        "number": certificate.number_text,
        "version": f"Perbaikan ke-{certificate.version - 1}" if certificate.version > 1 else "",
        "name": certificate.person_name,
        "place": place,
        "course": course_line(certificate),
        "held": _held(certificate, head["office"]),
        "duration": f"selama {certificate.jp} ({in_words(certificate.jp)}) Jam Pelajaran",
        "qr_svg": _qr(head.get("check_url") or head["site_url"] + certificate.qr_url),
        "check_address": head["check_address"].removeprefix("https://").removeprefix("http://"),
        "code": certificate.code,
        "specimen": SPECIMEN if certificate.series == Series.DEMO else "",
        "date": tanggal(issued),
        "modules": [{"title": title, "jp": str(jp)} for title, jp in certificate.modules],
        "jp": str(certificate.jp),
        "back_line": " · ".join(part for part in (certificate.person_name, place) if part),
        "results": _results(certificate),
        "note": NOTE,
    }


def course_line(certificate: Certificate) -> str:
    """Return the course's full title: `Bimbingan Teknis Kemasan Produk IKM`."""
    prefix = certificate.letterhead.get("course_prefix", "")
    title = certificate.course_title
    return title if not prefix or title.lower().startswith(prefix.lower()) else f"{prefix} {title}"


def _place(certificate: Certificate) -> str:
    """Return business and place, without what identifies a person further."""
    district = f"Kecamatan {certificate.district_name}" if certificate.district_name else ""
    return place_line(certificate.business_name, certificate.village_name, district, certificate.regency_name)


def _held(certificate: Certificate, office: str) -> str:
    """Return who held the course and when."""
    days = span_of_days(certificate.started_on, certificate.completed_on)
    return f"yang diselenggarakan secara {certificate.way} oleh {office} pada tanggal {days}"


def _results(certificate: Certificate) -> list[dict[str, str]]:
    """Return the marks of the back page, label and value."""
    pretest = certificate.pretest_score
    rows = [
        ("Tes awal", "–" if pretest is None else str(pretest)),
        ("Nilai akhir", "–" if certificate.final_score is None else str(certificate.final_score)),
        ("Predikat", certificate.predicate or "–"),
        ("Kehadiran", persen(certificate.attendance_percent)),
    ]
    return [{"label": label, "value": value} for label, value in rows]


def _qr(url: str) -> str:
    """Return the QR of the address as SVG. Capitals need the alphanumeric mode only: a coarser, surer code."""
    out = io.BytesIO()
    code = segno.make(url.upper(), error="m", micro=False)
    code.save(out, kind="svg", border=0, xmldecl=False, nl=False, dark="#000")
    return out.getvalue().decode()
