"""Numbers of permits: brought to one form, and checked softly. A number that looks wrong is kept and warned of.

Forms as the office knows them; those it is not sure of accept more than one length.
"""

import datetime as dt
import re

from django.db import models


class NumberKind(models.TextChoices):
    """What a number is of."""

    NIB = "nib", "NIB"
    PIRT = "pirt", "SPP-IRT"
    HALAL = "halal", "Halal"
    MD = "md", "BPOM MD"
    BRAND = "brand", "Merek"
    SNI = "sni", "SNI"
    TKDN = "tkdn", "TKDN IK"
    PKP = "pkp", "PKP"


FORMS = {
    NumberKind.NIB: (r"\d{13}", "NIB terdiri dari 13 angka."),
    NumberKind.PIRT: (r"[1-8]\d{14,15}", "Nomor P-IRT terdiri dari 15 angka, yang pertama 1 sampai 8."),
    NumberKind.HALAL: (r"ID\d{14,20}", "Nomor sertifikat halal diawali ID lalu angka; bukan nomor ketetapan (KH)."),
    NumberKind.MD: (r"MD\d{12,16}", "Nomor izin edar diawali MD lalu 12 sampai 16 angka."),
}


def normalise_number(kind: str, raw: str) -> str:
    """Return `raw` without spaces, dots and dashes, and without the words that stand before a number."""
    number = re.sub(r"[\s.\-]", "", raw).upper()
    if kind == NumberKind.PIRT:
        return re.sub(r"^(SPP|P)IRT", "", number)
    if kind == NumberKind.MD:
        return re.sub(r"^BPOMRI", "", number)
    if kind == NumberKind.NIB:
        return re.sub(r"^NIB:?", "", number)
    return number if kind == NumberKind.HALAL else raw.strip()


def number_warning(kind: str, number: str, *, today: dt.date) -> str:
    """Return what looks wrong about a number, as a sentence; nothing where nothing does."""
    number = normalise_number(kind, number)
    pattern, sentence = FORMS.get(NumberKind(kind), ("", ""))
    if pattern and not re.fullmatch(pattern, number):
        return f"{sentence} Periksa lagi nomornya."
    if kind == NumberKind.PIRT and (last := 2000 + int(number[13:15])) < today.year:
        return f"Menurut nomornya, P-IRT ini berlaku sampai tahun {last}."
    return ""


def show_number(kind: str, number: str) -> str:
    """Return a number as it is printed: `P-IRT 2056404010001-31`."""
    if kind == NumberKind.PIRT and re.fullmatch(r"\d{15}", number):
        return f"P-IRT {number[:13]}-{number[13:]}"
    return number
