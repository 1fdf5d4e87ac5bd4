"""People: one account each, known by a phone number or by a name and password; consent is kept beside it."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.crypto import salted_hmac

from accounts.tagging import LENGTH, new_tag


class User(AbstractUser):
    """A person. `username` is the sign-in name; `phone` is E.164 and the other way in; e-mail is never needed.

    `is_pending`: the sign-up form was sent but its code not yet typed in. Such a row only carries the code; nobody
    else sees it, and it goes away after a day (`accounts.tasks`).
    """

    first_name = None  # type: ignore[assignment]  # one name field: single-word names are normal here
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField("nama lengkap", max_length=120)
    phone = models.CharField("nomor HP", max_length=16, null=True, blank=True, unique=True)
    phone_verified = models.BooleanField("nomor sudah diperiksa", default=False)
    email = models.EmailField("alamat email", blank=True)
    village = models.ForeignKey(
        "reference.Village", verbose_name="desa", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    regency = models.ForeignKey(
        "reference.Regency",
        verbose_name="kabupaten/kota lain",
        help_text="Hanya untuk peserta dari luar Kutai Timur.",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    lives_elsewhere = models.BooleanField("dari luar Kalimantan Timur", default=False)
    is_minor = models.BooleanField("berusia di bawah 17 tahun", default=False)
    is_demo = models.BooleanField("data contoh", default=False, editable=False)
    is_pending = models.BooleanField("pendaftaran belum selesai", default=False, editable=False)
    session_epoch = models.PositiveIntegerField(default=0, editable=False)
    tag = models.CharField("tanda akun", max_length=LENGTH, unique=True, default=new_tag, editable=False)

    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = "pengguna"
        verbose_name_plural = "pengguna"
        # Signing in asks for a name in any case: UPPER(username).
        indexes = [models.Index(Upper("username"), name="accounts_user_username_upper")]
        constraints = [
            models.CheckConstraint(
                condition=Q(phone__isnull=True) | Q(phone__startswith="+"), name="accounts_user_phone_is_e164"
            )
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        """Return the one name field, as Django and Wagtail ask for it."""
        return self.full_name

    def get_short_name(self) -> str:
        """Return the full name: single-word names are normal here."""
        return self.full_name

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """Tie sessions to the password and to `session_epoch`: counting it up ends them all."""
        value = f"{self.password}{self.session_epoch}"
        return salted_hmac("accounts.User.session", value, secret=secret, algorithm="sha256").hexdigest()


class ConsentKind(models.TextChoices):
    """What a person can agree to; the sentences stand in `accounts/consenting.py`."""

    LEARNING = "learning", "Pemakaian data untuk pelatihan"
    NEWS = "news", "Kabar dan pengingat lewat WhatsApp"


class Consent(models.Model):
    """One person's agreement: the sentence as it was shown, its version, and when it was given and withdrawn.

    For a person under 17 the guardian agrees and is named. Source of the duties: UU 27/2022 (personal data).
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="consents")
    kind = models.CharField("jenis", max_length=16, choices=ConsentKind.choices)
    version = models.PositiveSmallIntegerField("versi")
    text = models.TextField("kalimat yang disetujui")
    guardian_name = models.CharField("nama orang tua atau wali", max_length=120, blank=True)
    given_at = models.DateTimeField("diberikan")
    withdrawn_at = models.DateTimeField("ditarik", null=True, blank=True)

    class Meta:
        ordering = ["-given_at"]
        verbose_name = "persetujuan"
        verbose_name_plural = "persetujuan"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"], condition=Q(withdrawn_at__isnull=True), name="accounts_consent_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()}"


class DataRequestState(models.TextChoices):
    """How far the office is with a request."""

    OPEN = "open", "Menunggu"
    DONE = "done", "Selesai"
    DECLINED = "declined", "Tidak dapat dipenuhi"
    CANCELLED = "cancelled", "Dibatalkan pemohon"


class DataRequest(models.Model):
    """What a person asked the office to do with their data; a human being answers it in `/studio/`."""

    class Kind(models.TextChoices):
        DELETE = "delete", "Penghapusan data"
        STOP = "stop", "Penghentian pemakaian data"

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="pemohon", on_delete=models.CASCADE, related_name="data_requests"
    )
    kind = models.CharField("permintaan", max_length=8, choices=Kind.choices)
    state = models.CharField("keadaan", max_length=9, choices=DataRequestState.choices, default=DataRequestState.OPEN)
    answer = models.TextField("jawaban dinas", blank=True, help_text="Dibaca pemohon di halaman Data saya.")
    created_at = models.DateTimeField("diajukan", auto_now_add=True)
    closed_at = models.DateTimeField("ditutup", null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "permintaan data"
        verbose_name_plural = "permintaan data"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"], condition=Q(state="open"), name="accounts_data_request_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.person}"
