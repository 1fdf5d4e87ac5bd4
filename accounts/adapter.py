"""What allauth asks of us: numbers in E.164, codes that leave by a signal, sentences in Indonesian."""

import base64
import hashlib
import ipaddress
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.httpkit import clean_client_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse

from accounts.changing_phone import verify_phone
from accounts.consenting import CONSENT_MISSING, is_consent_missing
from accounts.creating import free_phone
from accounts.fields import PhoneField
from accounts.models import User
from accounts.permissions import can_enter_studio
from accounts.signals import CodePurpose, code_created
from accounts.signing_up import finish_sign_up, is_own_sign_up
from core.errors import UserFault
from core.phones import normalise_phone

# A form sent twice (two taps, a reloaded page) within this time gets the same code and one message.
SENT_TWICE_SECONDS = 60
WRONG_LOGIN = (
    "Nama pengguna atau nomor HP dan kata sandi belum cocok. Periksa lagi, atau masuk dengan kode lewat nomor HP."
)
TOO_MANY = "Terlalu banyak percobaan. Tunggu beberapa menit, lalu coba lagi."
WRONG_CODE = "Kode belum cocok. Periksa lagi enam angkanya."


class AccountAdapter(DefaultAccountAdapter):
    """allauth's hooks for accounts."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "Akun ini sudah ditutup. Hubungi petugas dinas bila ini keliru.",
        "phone_password_mismatch": WRONG_LOGIN,
        "username_password_mismatch": WRONG_LOGIN,
        "email_password_mismatch": WRONG_LOGIN,
        "invalid_login": WRONG_LOGIN,
        "enter_current_password": "Kata sandi lama belum cocok. Periksa lagi.",
        "incorrect_password": "Kata sandi belum cocok. Periksa lagi.",
        "incorrect_code": WRONG_CODE,
        "phone_taken": "Nomor ini sudah dipakai akun lain. Masuk dengan nomor itu, atau hubungi petugas dinas.",
        "same_as_current": "Nomor ini sama dengan nomor Anda sekarang. Isi nomor yang baru.",
        "rate_limited": "Kode baru saja dikirim. Tunggu satu menit, lalu coba lagi.",
        "too_many_login_attempts": TOO_MANY,
        "username_taken": "Nama pengguna ini sudah dipakai. Pilih nama lain.",
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the visitor's address: what the outermost of our own proxies saw (PROXY_COUNT from the right).

        What a visitor writes into X-Forwarded-For stands further left and is never read. Fewer entries than proxies,
        or none that is an address: somebody came past a proxy, so the line's own end counts. Of IPv6 the first half
        alone: the other half is the visitor's to choose, a new one for each try.
        """
        named = request.headers.get("X-Forwarded-For", "").split(",")
        count = settings.ALLAUTH_TRUSTED_PROXY_COUNT
        found = clean_client_ip(named[-count]) if 0 < count <= len(named) else None
        found = found or clean_client_ip(request.META.get("REMOTE_ADDR", ""))
        if not found:
            raise PermissionDenied
        return _line_of(found)

    def phone_form_field(self, **kwargs: Any) -> PhoneField:
        """Return the field for numbers."""
        return PhoneField(**kwargs)

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        """Return the number and whether it was verified."""
        return (user.phone, user.phone_verified) if user.phone else None

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        """Store a number; allauth calls it for unverified ones too."""
        free_phone(phone, keep=user)
        user.phone, user.phone_verified = phone, verified
        user.save(update_fields=["phone", "phone_verified"])

    def set_phone_verified(self, user: User, phone: str) -> None:
        """The code sent to `phone` was typed in: the number is theirs, and a sign-up is complete."""
        verify_phone(user, phone)
        finish_sign_up(self.request, user)

    def get_user_by_phone(self, phone: str) -> User | None:
        """Return the person with this number. An unfinished sign-up is known only to the browser that began it."""
        try:
            number = normalise_phone(phone)
        except UserFault:
            return None
        person = User.objects.filter(phone=number).first()
        if person and person.is_pending and not is_own_sign_up(self.request, number):
            return None
        return person

    def generate_phone_verification_code(self, *, user: User, phone: str) -> str:
        """Return six digits; the same ones again when the same form comes twice."""
        fresh = super().generate_phone_verification_code(user=user, phone=phone)
        key = self._form_key(phone)
        return (cache.get_or_set(key, fresh, SENT_TWICE_SECONDS) or fresh) if key else fresh

    def send_verification_code_sms(self, user: User, phone: str, code: str, **kwargs: Any) -> None:
        """Hand the code to whoever brings it to the phone; once for a form that came twice."""
        key = self._form_key(phone)
        if key and not cache.add(f"{key}:sent", 1, SENT_TWICE_SECONDS):
            return
        code_created.send(sender=User, phone=phone, code=code, user=user, purpose=_purpose(user, phone))

    def _form_key(self, phone: str) -> str:
        """Return a cache key that is the same when the same form comes again; empty if the form has no mark.

        Every rendering of a form carries a CSRF token of its own. The key gives away neither token nor number.
        """
        mark = self.request.POST.get("csrfmiddlewaretoken", "") if self.request is not None else ""
        return "code:" + hashlib.sha256(f"{settings.SECRET_KEY}{mark}{phone}".encode()).hexdigest() if mark else ""

    def send_unknown_account_sms(self, phone: str, **kwargs: Any) -> None:
        """Send nothing to a number that is nobody's: it costs money and can be misused."""

    def send_account_already_exists_sms(self, phone: str, **kwargs: Any) -> None:
        """Send nothing: signing up with a known number leads into the account by a normal code."""

    def login(self, request: HttpRequest, user: Any) -> None:
        """Sign in; the short life of a session that waited for a sign-up's code ends here.

        Whoever was never asked for consent is marked, so that `ConsentMiddleware` asks before anything is kept.
        """
        super().login(request, user)
        request.session.set_expiry(None)
        request.session.pop(CONSENT_MISSING, None)
        if is_consent_missing(user):
            request.session[CONSENT_MISSING] = True

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Send people who work in the admin there, everybody else to their own page."""
        if can_enter_studio(request.user):
            return reverse("wagtailadmin_home")
        return super().get_login_redirect_url(request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return to the page the button stands on."""
        return reverse("own_data")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask people who enter the admin who they are before their number changes: it is a way into the account."""
        if app == "allauth.account" and can_enter_studio(self.request.user):
            return True
        return super().is_reauthentication_required(app=app, **kwargs)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Offer the second factor alone to whoever has one: a password must not be a way around it."""
        methods = super().get_reauthentication_methods(user)
        second = [method for method in methods if method["id"].startswith("mfa")]
        names = {
            "reauthenticate": "Pakai kata sandi",
            "mfa_reauthenticate": "Pakai aplikasi autentikator atau kode cadangan",
            "mfa_reauthenticate:webauthn": "Pakai kunci sandi",
        }
        return [{**method, "description": names[method["id"]]} for method in second or methods]


class MFAAdapter(DefaultMFAAdapter):
    """allauth's hooks for the second factor; its secrets are stored encrypted with the secret key."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": "Pengaman ini tidak dapat dilepas.",
        "cannot_generate_recovery_codes": "Pasang dulu aplikasi autentikator atau kunci sandi.",
        "incorrect_code": WRONG_CODE,
    }

    def encrypt(self, text: str) -> str:
        """Return `text` encrypted."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return what `encrypt` took; older secret keys in SECRET_KEY_FALLBACKS still open it."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        """Return the name proposed for a new passkey."""
        return f"Kunci {Authenticator.objects.filter(user=user, type=type).count() + 1}"


def _line_of(address: str) -> str:
    """Return the address, of IPv6 that of its /64, the least that a provider gives to one line (RFC 6177)."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    return str(found.ipv4_mapped or ipaddress.IPv6Network((found, 64), strict=False).network_address)


def _cipher() -> MultiFernet:
    """Return the cipher made of the secret keys, newest first."""
    keys: list[object] = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (hashlib.sha256(f"accounts.second_factor{key}".encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def _purpose(user: User, phone: str) -> str:
    """Return what a code to `phone` is for."""
    if user.is_pending:
        return CodePurpose.SIGN_UP
    return CodePurpose.SIGN_IN if user.phone == phone else CodePurpose.CHANGE_PHONE
