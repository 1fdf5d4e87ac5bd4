"""Amounts in whole rupiah, from what people type to a number, or to a sentence that says what is wrong."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.errors import UserFault

WORDS = {"ribu": 10**3, "rb": 10**3, "juta": 10**6, "jt": 10**6, "miliar": 10**9, "m": 10**9}
GROUPED = re.compile(r"\d{1,3}(\.\d{3})+(,0+)?|\d+(,0+)?")
WITH_WORD = re.compile(r"(\d+(?:,\d+)?|\d{1,3}(?:\.\d{3})+)\s*(ribu|rb|juta|jt|miliar|m)", re.IGNORECASE)
MOST = 10**15


class MoneyRejected(UserFault):
    """It can't be read."""

    code = "money_rejected"
    sentence = "Nilai rupiah tidak dapat dibaca. Contoh: 1.250.000 atau 1,25 juta."


class MoneyWithCommas(UserFault):
    """Thousands parted as elsewhere."""

    code = "money_with_commas"
    sentence = "Pisahkan ribuan dengan titik, bukan koma. Contoh: 1.250.000."


class MoneyAmbiguous(UserFault):
    """A point that parts neither thousands nor, here, decimals."""

    code = "money_ambiguous"
    sentence = "Nilai ini dapat berarti dua hal. Tulis lengkap, misalnya 1.500.000 atau 1,5 juta."


def parse_rupiah(raw: str) -> int:
    """Return whole rupiah from `1.250.000`, `1250000`, `Rp 1.250.000,00`, `1,25 juta`, `350 ribu`.

    Rules: the office's form conventions. Raises a subclass of UserFault whose message says what to correct.
    """
    text = re.sub(r"^rp\.?\s*", "", raw.replace("\u00a0", " ").strip(), flags=re.IGNORECASE)
    if found := WITH_WORD.fullmatch(text):
        amount = _decimal(found[1]) * WORDS[found[2].lower()]
    elif GROUPED.fullmatch(text):
        amount = _decimal(text)
    elif re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", text):
        raise MoneyWithCommas
    elif re.fullmatch(r"\d+\.\d{1,2}(\s*\w+)?", text):
        raise MoneyAmbiguous
    else:
        raise MoneyRejected
    if amount != int(amount) or amount > MOST:
        raise MoneyRejected
    return int(amount)


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", "."))


class RupiahField(forms.CharField):
    """A form's field for an amount; its value is whole rupiah or None."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"}))
        super().__init__(max_length=40, **kwargs)

    def clean(self, value: Any) -> int | None:
        """Read the amount."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_rupiah(text)
        except UserFault as fault:
            raise ValidationError(fault.message, code=fault.code) from fault

    def prepare_value(self, value: Any) -> Any:
        """Show a number with its thousands parted."""
        return f"{value:,}".replace(",", ".") if isinstance(value, int) else value
