"""Form fields and field groups about people."""

from typing import Any

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError

from core.errors import UserFault
from core.phones import display_phone, normalise_phone

HOME_REGENCY = "64.08"
OUTSIDE = "luar"
ELSEWHERE = "lain"


class PhoneField(forms.CharField):
    """A mobile number, typed in any form that `core.phones` takes; cleaned to E.164."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Nomor HP")
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault("error_messages", {"required": "Isi nomor HP Anda. Contoh: 0812 3456 7890."})
        attrs = {"type": "tel", "inputmode": "tel", "autocomplete": "tel"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(*args, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show a stored number the way people write it; what was typed stays as it was typed."""
        return display_phone(value) if isinstance(value, str) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare numbers, not their spellings."""
        try:
            return (self.clean(data) or "") != (initial or "")
        except ValidationError:
            return True

    def clean(self, value: Any) -> str:
        """Return E.164, or the sentence of `core.phones` that says what is wrong."""
        raw = super().clean(value)
        if not raw:
            return raw
        try:
            return normalise_phone(raw)
        except UserFault as fault:
            raise ValidationError(fault.message, code=fault.code) from fault


class PlaceFields(forms.Form):
    """Where a person lives: one of the 141 villages by kecamatan, or another regency.

    After cleaning, `village_id` and `regency_id` in `cleaned_data` hold codes or None, `lives_elsewhere` a bool.
    """

    village = forms.ChoiceField(
        label="Desa atau kelurahan",
        error_messages={"required": "Pilih desa Anda, atau pilih Dari luar Kutai Timur."},
    )
    regency = forms.ChoiceField(label="Kabupaten atau kota", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["village"].choices = village_choices()
        fields["regency"].choices = regency_choices()

    def clean(self) -> dict[str, Any]:
        """Read both fields together: the regency counts only for somebody from outside."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        village, regency = cleaned.get("village"), cleaned.get("regency")
        outside = village == OUTSIDE
        if outside and not regency and "regency" not in self.errors:
            self.add_error("regency", "Pilih kabupaten atau kota tempat tinggal Anda.")
        cleaned["village_id"] = None if outside else village or None
        cleaned["lives_elsewhere"] = outside and regency == ELSEWHERE
        cleaned["regency_id"] = regency if outside and regency != ELSEWHERE else None
        return cleaned


def village_choices() -> list[tuple[str, Any]]:
    """Return the villages grouped by kecamatan; one query."""
    groups: dict[str, list[tuple[str, str]]] = {}
    rows = apps.get_model("reference", "Village").objects.order_by("district__name", "name")
    for code, name, district in rows.values_list("code", "name", "district__name"):
        groups.setdefault(f"Kecamatan {district}", []).append((code, name))
    return [("", "Pilih desa"), (OUTSIDE, "Dari luar Kutai Timur"), *groups.items()]


def regency_choices() -> list[tuple[str, str]]:
    """Return the other kabupaten and kota of the province, and one choice for everywhere else."""
    rows = apps.get_model("reference", "Regency").objects.exclude(code=HOME_REGENCY).order_by("name")
    others = list(rows.values_list("code", "name"))
    return [("", "Pilih kabupaten atau kota"), *others, (ELSEWHERE, "Di luar Kalimantan Timur")]


def place_initial(person: Any) -> dict[str, str]:
    """Return the values with which PlaceFields shows where `person` lives."""
    if person.regency_id or person.lives_elsewhere:
        return {"village": OUTSIDE, "regency": person.regency_id or ELSEWHERE}
    return {"village": person.village_id or ""}


def clean_full_name(name: str) -> str:
    """Return `name` with single blanks; raise ValidationError if it holds no letter."""
    name = " ".join(name.split())
    if not any(letter.isalpha() for letter in name):
        raise ValidationError("Isi nama lengkap Anda dengan huruf, misalnya: Sumiati.")
    return name
