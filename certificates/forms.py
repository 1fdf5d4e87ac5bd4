"""Forms of the check page and of revoking."""

from django import forms

from certificates.codes import read_code
from certificates.models import RevocationReason


class CheckForm(forms.Form):
    """Takes the code from under the QR, however it is typed."""

    kode = forms.CharField(
        label="Kode pemeriksaan",
        max_length=200,
        help_text="Tercetak di samping kode QR. Contoh: KTM-7Q4M-X9TP-H3RW. Huruf kecil dan spasi tidak apa-apa.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": "Tulis dahulu kode yang tercetak di samping kode QR."},
    )

    def clean_kode(self) -> str:
        """Return the code in its printed form."""
        code = read_code(self.cleaned_data["kode"])
        if code is None:
            raise forms.ValidationError(
                "Kode belum lengkap atau salah ketik. Kode terdiri dari KTM dan 12 huruf atau angka, "
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
