"""allauth's forms with our fields and words. Which form is used where: ACCOUNT_FORMS and MFA_FORMS."""

from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.account.fields import PasswordField, SetPasswordField
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as webauthn
from django import forms

from accounts.fields import PhoneField, PlaceFields, clean_full_name, place_initial
from accounts.models import User
from accounts.signing_up import may_send_code
from core.errors import UserFault
from core.phones import normalise_phone

PASSWORD_HELP = "Paling sedikit 8 huruf atau angka, dan tidak mudah ditebak."  # noqa: S105  a help text


def code_field(label: str = "Kode", help_text: str = "") -> forms.CharField:
    """Return the field for a one-time code, which phones fill in by themselves."""
    attrs = {"inputmode": "numeric", "autocomplete": "one-time-code", "class": "code"}
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=20,
        widget=forms.TextInput(attrs=attrs),
        error_messages={"required": "Isi kode yang Anda terima."},
    )


def password_field(label: str, *, required: str) -> PasswordField:
    """Return a field for a password that exists already."""
    field = PasswordField(label=label, autocomplete="current-password", error_messages={"required": required})
    del field.widget.attrs["placeholder"]
    return field


def new_password_field(label: str = "Kata sandi baru") -> SetPasswordField:
    """Return a field for a new password; typed once, since a code helps out whoever mistyped it."""
    field = SetPasswordField(label=label, help_text=PASSWORD_HELP, error_messages={"required": "Isi kata sandi baru."})
    del field.widget.attrs["placeholder"]
    return field


class SignInForm(account.LoginForm):
    """Name or number, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attrs = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        required = {"required": "Isi nama pengguna atau nomor HP Anda."}
        self.fields["login"] = forms.CharField(
            label="Nama pengguna atau nomor HP",
            max_length=150,
            widget=forms.TextInput(attrs=attrs),
            error_messages=required,
        )
        self.fields["password"] = password_field("Kata sandi", required="Isi kata sandi Anda.")
        self.order_fields(["login", "password"])

    def user_credentials(self) -> dict[str, str]:
        """Return the credentials with a number in E.164, so that the limits count all its spellings as one."""
        login = self.cleaned_data["login"]
        try:
            number = normalise_phone(login)
        except UserFault:
            return {"username": login, "password": self.cleaned_data["password"]}
        return {"username": number, "phone": number, "password": self.cleaned_data["password"]}


class CodeRequestForm(account.RequestLoginCodeForm):
    """The number to which a code is sent."""


class CodeForm(account.ConfirmLoginCodeForm):
    """The code that signs in."""

    code = code_field("Kode 6 angka")


class PhoneCodeForm(account.VerifyPhoneForm):
    """The code that shows that a number is one's own."""

    code = code_field("Kode 6 angka")


class ChangePhoneForm(account.ChangePhoneForm):
    """A new number."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"] = PhoneField(label="Nomor HP baru")

    def clean_phone(self) -> str:
        """Count the code with those for signing in and up: each is a message to this number."""
        number: str = super().clean_phone()
        if not may_send_code(number):
            raise get_adapter().validation_error("rate_limited")
        return number


class SetPasswordForm(account.SetPasswordForm):
    """A first password, or a new one for somebody who has just signed in by code."""

    password1 = new_password_field()
    password2 = None


class ChangePasswordForm(account.ChangePasswordForm):
    """The old password and a new one."""

    oldpassword = password_field("Kata sandi lama", required="Isi kata sandi lama Anda.")
    password1 = new_password_field()
    password2 = None


class ReauthenticateForm(account.ReauthenticateForm):
    """The password once more."""

    password = password_field("Kata sandi", required="Isi kata sandi Anda.")


class SecondFactorForm(mfa.AuthenticateForm):
    """The second step of signing in."""

    code = code_field("Kode pengaman", "Dari aplikasi autentikator, atau salah satu kode cadangan.")


class SecondFactorAgainForm(mfa.ReauthenticateForm):
    """The second factor once more."""

    code = code_field("Kode pengaman", "Dari aplikasi autentikator, atau salah satu kode cadangan.")


class TotpForm(ActivateTOTPForm):
    """The first code of a newly set up app."""

    code = code_field("Kode 6 angka dari aplikasi")


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    """A passkey and its name."""

    name = forms.CharField(label="Nama kunci", help_text="Misalnya: HP kantor.", max_length=60, required=False)


class EditPasskeyForm(webauthn.EditWebAuthnForm):
    """A passkey's name."""

    name = forms.CharField(label="Nama kunci", max_length=60)


class ConsentForm(forms.ModelForm):
    """What has to be known before somebody agrees: under 17 the guardian does."""

    guardian_name = forms.CharField(label="Nama orang tua atau wali", max_length=120, required=False)

    class Meta:
        model = User
        fields = ["is_minor"]
        labels = {"is_minor": "Saya berusia di bawah 17 tahun"}

    def clean(self) -> dict[str, Any]:
        """Ask for the guardian of somebody under 17; nobody else's name is kept."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        name = " ".join(cleaned.get("guardian_name", "").split())
        cleaned["guardian_name"] = name if cleaned.get("is_minor") else ""
        if cleaned.get("is_minor") and not name:
            self.add_error("guardian_name", "Isi nama orang tua atau wali yang menyetujui.")
        return cleaned


class OwnDataForm(PlaceFields, forms.ModelForm):
    """What a person may correct about themselves."""

    class Meta:
        model = User
        fields = ["full_name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {**place_initial(kwargs["instance"]), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.fields["full_name"].widget.attrs["autocomplete"] = "name"

    def clean_full_name(self) -> str:
        """Refuse a name without a letter."""
        return clean_full_name(self.cleaned_data["full_name"])

    def save(self, commit: bool = True) -> User:
        """Store name and place."""
        self.instance.village_id = self.cleaned_data["village_id"]
        self.instance.regency_id = self.cleaned_data["regency_id"]
        self.instance.lives_elsewhere = self.cleaned_data["lives_elsewhere"]
        return super().save(commit)
