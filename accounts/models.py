"""People: one account each, known by a phone number or by a name and password; consent is kept beside it."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q


class User(AbstractUser):
    """A person. `username` is the sign-in name; `phone` is E.164 and the other way in; e-mail is never needed."""

    first_name = None
    last_name = None
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
    is_minor = models.BooleanField("berusia di bawah 17 tahun", default=False)
    is_demo = models.BooleanField("data contoh", default=False, editable=False)

    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = "pengguna"
        verbose_name_plural = "pengguna"
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
