"""The sign-up form: the person's part and the business's part, joined here because both rooms are strangers."""

from typing import Any

from allauth.account.forms import SignupForm
from django import forms
from django.db import models
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from accounts.public import PlaceFields, begin_sign_up, clean_full_name, consent_sentence, may_send_code
from accounts.signals import person_signed_up
from businesses.public import register_business
from reference.public import sectors

PASSWORD_HELP = "Tanpa kata sandi pun Anda dapat masuk dengan kode. Paling sedikit 8 huruf atau angka."  # noqa: S105
PARTS = (("owner", "Pemilik"), ("worker", "Pekerja"))
NOT_KEPT = {"password1", "consent", "guardian_consent", "csrfmiddlewaretoken"}


class BusinessFields(forms.Form):
    """The business, if there is one."""

    business = forms.CharField(label="Nama usaha", max_length=120, required=False)
    part = forms.ChoiceField(label="Di usaha ini saya", choices=PARTS, initial="owner", required=False)
    product = forms.CharField(label="Produk utama", max_length=120, required=False)
    sector: Any = forms.ModelChoiceField(
        label="Bidang usaha", queryset=None, required=False, empty_label="Pilih bidang usaha"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["product"].widget.attrs["placeholder"] = "Misalnya: keripik pisang"
        fields["sector"].queryset = sectors()

    def clean(self) -> dict[str, Any]:
        """A product without a business's name is half a business."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if (cleaned.get("product") or cleaned.get("sector")) and not cleaned.get("business"):
            self.add_error("business", "Isi nama usaha, atau kosongkan bagian usaha.")
        return cleaned


class GuardianFields(forms.Form):
    """For somebody under 17: the guardian and their consent."""

    is_minor = forms.BooleanField(label="Saya berusia di bawah 17 tahun", required=False)
    guardian_name = forms.CharField(label="Nama orang tua atau wali", max_length=120, required=False)
    guardian_consent = forms.BooleanField(
        label="Saya orang tua atau wali peserta ini dan menyetujui pendaftarannya.", required=False
    )

    def clean(self) -> dict[str, Any]:
        """Under 17 both guardian and consent are needed."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("is_minor"):
            if not cleaned.get("guardian_name"):
                self.add_error("guardian_name", "Isi nama orang tua atau wali Anda.")
            if not cleaned.get("guardian_consent"):
                self.add_error("guardian_consent", "Minta orang tua atau wali Anda mencentang persetujuan ini.")
        return cleaned


class SignUpForm(BusinessFields, GuardianFields, PlaceFields, SignupForm):
    """Everything a person is asked before the code is sent (ACCOUNT_FORMS names this class)."""

    full_name = forms.CharField(
        label="Nama lengkap",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Isi nama lengkap Anda."},
    )
    consent = forms.BooleanField(error_messages={"required": "Centang persetujuan ini untuk mendaftar."})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        phone, password = self.fields["phone"], self.fields["password1"]
        phone.label, phone.required, phone.widget.is_required = "Nomor HP", True, True
        phone.help_text = "Kode dikirim ke nomor ini lewat WhatsApp atau SMS."
        password.label, password.help_text = "Kata sandi", PASSWORD_HELP
        password.widget.attrs.pop("placeholder", None)
        self.fields["consent"].label = consent_sentence()

    def clean_full_name(self) -> str:
        """Refuse a name without a letter."""
        return clean_full_name(self.cleaned_data["full_name"])

    def clean(self) -> dict[str, Any]:
        """Count the code last, so that a form with mistakes costs nothing."""
        cleaned: dict[str, Any] = super().clean()
        if not self.errors and not may_send_code(cleaned["phone"]):
            self.add_error("phone", "Kode untuk nomor ini baru saja dikirim. Tunggu beberapa menit, lalu coba lagi.")
        return cleaned

    def try_save(self, request: HttpRequest) -> tuple[None, HttpResponse]:
        """Send the code; the account is filled when it comes back. Known and new numbers go the same way."""
        data = self.cleaned_data
        answers = {
            name: data[name] for name in ("full_name", "village_id", "regency_id", "lives_elsewhere", "is_minor")
        }
        answers["guardian_name"] = data["guardian_name"] if data["is_minor"] else ""
        extra = {"name": data["business"], "product": data["product"], "sector": data["sector"] and data["sector"].pk}
        typed = {field.name: field.value() for field in self if field.name not in NOT_KEPT}
        extra["part"] = data["part"]
        password = data.get("password1") or ""
        return None, begin_sign_up(
            request, phone=data["phone"], answers=answers, password=password, extra=extra, typed=typed
        )


@receiver(person_signed_up)
def write_down_business(sender: object, person: Any, answers: dict[str, Any], **_: object) -> None:
    """Note the business that the new person told of."""
    if answers.get("name"):
        if answers.get("part") == "worker":
            register_business(person, name=answers["name"], part="worker")
            return
        sector: models.Model | None = sectors().filter(pk=answers["sector"]).first()
        register_business(person, name=answers["name"], product=answers["product"], sector=sector)
