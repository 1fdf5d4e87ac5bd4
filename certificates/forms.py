"""Forms of the check page, of the head's decision, and of the other acts on certificates."""

from django import forms

from certificates.codes import read_code
from certificates.file_checking import LARGEST_BYTES
from certificates.models import Prefix, RevocationReason


class CheckForm(forms.Form):
    """Takes the code from under the QR, however it is typed."""

    kode = forms.CharField(
        label="Kode pemeriksaan",
        max_length=200,
        help_text="Tercetak di samping kode QR. Contoh: KTM-7Q4MX-9TPH3. Huruf kecil dan spasi tidak apa-apa.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": "Tulis dahulu kode yang tercetak di samping kode QR."},
    )

    def clean_kode(self) -> str:
        """Return the code in its printed form."""
        code = read_code(self.cleaned_data["kode"])
        if code is None:
            raise forms.ValidationError(
                "Kode belum lengkap atau salah ketik. Kode terdiri dari KTM dan 10 huruf atau angka, "
                "tanpa angka 0 dan 1 serta tanpa huruf O dan I."
            )
        return code


class RevokeForm(forms.Form):
    """Asks why before a certificate is revoked."""

    reason = forms.ChoiceField(
        label="Alasan",
        choices=[("", "Pilih alasan"), *RevocationReason.choices],
        help_text="Alasan ini tampil di laman pemeriksaan.",
        error_messages={"required": "Pilih alasan pencabutan."},
    )
    note = forms.CharField(
        label="Catatan",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Hanya terbaca di studio.",
    )


class FileForm(forms.Form):
    """Takes the PDF of a certificate."""

    berkas = forms.FileField(
        label="Berkas PDF sertifikat",
        help_text="Berkas hanya diperiksa, tidak disimpan.",
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
        error_messages={"required": "Pilih dahulu berkas PDF sertifikat.", "empty": "Berkas ini kosong."},
    )

    def clean_berkas(self) -> bytes:
        """Return the file's bytes; refuse what is larger than any of ours."""
        upload = self.cleaned_data["berkas"]
        if upload.size > LARGEST_BYTES:
            raise forms.ValidationError("Berkas ini terlalu besar untuk sebuah sertifikat.")
        content: bytes = upload.read()
        return content


def _pin_field(label: str) -> forms.CharField:
    """Return a field for six digits that browsers neither show nor keep."""
    attributes = {"inputmode": "numeric", "autocomplete": "off", "maxlength": 6}
    return forms.CharField(
        label=label,
        max_length=6,
        widget=forms.PasswordInput(attrs=attributes),
        error_messages={"required": "Ketik PIN Anda."},
    )


class ApproveForm(forms.Form):
    """The decision: over the rows that were ticked, or over all up to the newest that was shown."""

    place = forms.ChoiceField(label="Menyetujui", choices=Prefix.choices, required=False)
    pin = _pin_field("PIN persetujuan")
    through = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class PinForm(forms.Form):
    """A new PIN, twice."""

    pin = _pin_field("PIN baru")
    again = _pin_field("Ketik sekali lagi")

    def clean(self) -> None:
        """Refuse two that differ."""
        super().clean()
        if self.cleaned_data.get("pin") != self.cleaned_data.get("again"):
            self.add_error("again", "Kedua PIN tidak sama. Ketik ulang.")


class NameForm(forms.Form):
    """The name as it is to be printed."""

    nama = forms.CharField(
        label="Nama lengkap",
        max_length=120,
        help_text="Tulis seperti di KTP, boleh dengan gelar. Nama inilah yang dicetak.",
        error_messages={"required": "Isi nama lengkap Anda."},
    )


class WhyForm(forms.Form):
    """Asks why before something is taken back."""

    why = forms.CharField(
        label="Alasan",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Tulis alasannya."},
    )


class CorrectForm(NameForm, WhyForm):
    """The name as it should be, and why it is mended."""
