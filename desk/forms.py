"""Forms of the office's screens."""

from typing import Any

from django import forms

from core.errors import UserFault
from core.phones import normalise_phone
from courses.public import published_courses

EXAMPLE = "Siti Contoh; 0812 3456 7890; Bumi Etam; Keripik Contoh"


class ClassForm(forms.Form):
    """A course and a pasted list."""

    course = forms.ChoiceField(
        label="Kursus",
        error_messages={
            "required": "Pilih kursusnya.",
            "invalid_choice": "Kursus ini tidak terbit. Pilih kursus lain.",
        },
    )
    text = forms.CharField(
        label="Daftar peserta",
        max_length=20_000,
        strip=False,
        help_text=(
            "Satu peserta per baris: nama, nomor HP, desa, lalu nama usaha bila ada. "
            "Tempel langsung dari Excel, atau pisahkan dengan titik koma atau koma. Paling banyak 60 baris. "
            "Bila beberapa baris menyebut usaha dan desa yang sama, baris pertama pemiliknya, yang lain pekerjanya. "
            "Untuk peserta yang sudah punya akun, nomor HP saja atau nama saja sudah cukup."
        ),
        widget=forms.Textarea(attrs={"rows": 14, "placeholder": EXAMPLE, "spellcheck": "false"}),
        error_messages={"required": "Tempel daftar pesertanya.", "max_length": "Daftar terlalu panjang."},
    )

    def __init__(self, *args: Any, cohort: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cohort = cohort
        if cohort:
            del self.fields["course"]
            return
        choices = [(str(card.course_id), card.title) for card in published_courses()]
        self.fields["course"].choices = [("", "Pilih kursus"), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Name the class's own course where a class is filled."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        return {**cleaned, "course": str(self.cohort.course_id)} if self.cohort else cleaned


class RecoveryForm(forms.Form):
    """A new number for somebody who lost theirs, and how the office knows it is them."""

    PROOFS = (
        ("KTP ditunjukkan di kantor", "KTP ditunjukkan di kantor"),
        ("Dikenal petugas lapangan", "Dikenal petugas lapangan"),
        ("Dipastikan perangkat desa", "Dipastikan perangkat desa"),
        ("Panggilan video dengan KTP", "Panggilan video dengan KTP"),
    )

    phone = forms.CharField(
        label="Nomor HP baru",
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        error_messages={"required": "Isi nomor HP yang baru."},
    )
    proof = forms.ChoiceField(
        label="Bagaimana identitasnya diperiksa?",
        choices=PROOFS,
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih cara identitasnya diperiksa."},
    )
    note = forms.CharField(
        label="Catatan",
        max_length=300,
        required=False,
        help_text="Misalnya: HP jatuh ke sungai, datang bersama kepala desa. Jangan menulis NIK.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_phone(self) -> str:
        """Take the number in any form and say what is wrong with it."""
        try:
            return normalise_phone(self.cleaned_data["phone"])
        except UserFault as fault:
            raise forms.ValidationError(fault.message, code=fault.code) from fault

    @property
    def reason(self) -> str:
        """What is logged."""
        return "; ".join(part for part in (self.cleaned_data["proof"], self.cleaned_data["note"].strip()) if part)


class WorkerForm(forms.Form):
    """Somebody who works in a business, by their number."""

    business_id = forms.ChoiceField(label="Usaha", error_messages={"required": "Pilih usahanya."})
    phone = forms.CharField(
        label="Nomor HP pekerja",
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        error_messages={"required": "Isi nomor HP pekerjanya."},
    )

    def __init__(self, *args: Any, businesses: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.businesses = {str(business.pk): business for business in businesses}
        choices = [(pk, str(business)) for pk, business in self.businesses.items()]
        self.fields["business_id"].choices = choices  # type: ignore[attr-defined]

    @property
    def business(self) -> Any:
        """The business chosen."""
        return self.businesses[self.cleaned_data["business_id"]]

    def clean_phone(self) -> str:
        """Take the number in any form and say what is wrong with it."""
        try:
            return normalise_phone(self.cleaned_data["phone"])
        except UserFault as fault:
            raise forms.ValidationError(fault.message, code=fault.code) from fault
