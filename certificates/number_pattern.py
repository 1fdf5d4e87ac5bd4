"""The printed number: a pattern that the office edits, filled with plain values only.

Fields are read by our own short list, never by `str.format`: a field such as {klas.__class__} would read the program.
"""

import datetime as dt
import re

from django.core.exceptions import ValidationError

ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_FIELD = re.compile(r"\{(klas|unit|romawi|tahun|urut)(?::0([1-9])d)?\}")


def print_number(pattern: str, *, number: int, day: dt.date, classification: str, unit: str) -> str:
    """Return e.g. `500.9/0042/DISPERINDAG-IKM/2026`. `pattern` has passed `check_pattern`."""
    values = {
        "klas": classification,
        "urut": str(number),
        "unit": unit,
        "romawi": ROMAN_MONTHS[day.month - 1],
        "tahun": str(day.year),
    }
    return _FIELD.sub(lambda field: values[field[1]].zfill(int(field[2] or 0)), pattern)


def check_pattern(pattern: str) -> None:
    """Refuse a pattern that can't be filled or would not tell two numbers apart."""
    fields = list(_FIELD.finditer(pattern))
    if re.search(r"[{}]", _FIELD.sub("", pattern)) or any(field[2] and field[1] != "urut" for field in fields):
        raise ValidationError("Isian yang dikenal hanya {klas}, {urut}, {urut:04d}, {unit}, {romawi}, dan {tahun}.")
    if not {"urut", "tahun"} <= {field[1] for field in fields} or "}{" in pattern:
        raise ValidationError("Pola harus memuat {urut} dan {tahun}, dengan pemisah di antara isian.")
