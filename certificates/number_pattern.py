"""The printed number: a pattern that the office edits, filled with plain values only."""

import datetime as dt
import re

from django.core.exceptions import ValidationError

ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
# Bare names only: a field such as {klas.__class__} would read the program.
_FIELD = re.compile(r"\{(?:klas|unit|romawi|tahun|urut(?::0[1-9]d)?)\}")


def print_number(pattern: str, *, number: int, day: dt.date, classification: str, unit: str) -> str:
    """Return e.g. `500.9/0042/DISPERINDAG-IKM/2026`. `pattern` has passed `check_pattern`."""
    return pattern.format(
        klas=classification, urut=number, unit=unit, romawi=ROMAN_MONTHS[day.month - 1], tahun=day.year
    )


def check_pattern(pattern: str) -> None:
    """Refuse a pattern that can't be filled or would not tell two numbers apart."""
    if re.search(r"[{}]", _FIELD.sub("", pattern)):
        raise ValidationError("Isian yang dikenal hanya {klas}, {urut}, {urut:04d}, {unit}, {romawi}, dan {tahun}.")
    if not re.search(r"\{urut", pattern) or "{tahun}" not in pattern or "}{" in pattern:
        raise ValidationError("Pola harus memuat {urut} dan {tahun}, dengan pemisah di antara isian.")
