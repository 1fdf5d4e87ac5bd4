"""What the office decides about the registry: the rule of status, and who sees which kecamatan."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

MONTHS = [MinValueValidator(1, "Paling sedikit 1 bulan."), MaxValueValidator(120, "Paling banyak 120 bulan.")]


@register_setting(icon="clipboard-list")
class RegistrySettings(BaseGenericSetting):
    """The rule of status, and how many make a sentra.

    First values are those of the office's working rule, not yet confirmed by it.
    """

    dormant_after_months = models.PositiveSmallIntegerField(
        "dorman setelah (bulan tanpa kabar)", default=6, validators=MONTHS
    )
    inactive_after_months = models.PositiveSmallIntegerField(
        "tidak aktif setelah (bulan tanpa kabar)", default=12, validators=MONTHS
    )
    contact_attempts = models.PositiveSmallIntegerField(
        "upaya menghubungi sebelum tidak aktif",
        default=2,
        validators=[MaxValueValidator(10, "Paling banyak 10 kali.")],
        help_text="Tanpa upaya sebanyak ini usaha tetap dorman.",
    )
    cluster_from = models.PositiveSmallIntegerField(
        "calon sentra mulai (usaha sejenis sekecamatan)",
        default=5,
        db_default=5,
        validators=[MinValueValidator(2, "Paling sedikit 2.")],
    )
    strong_cluster_from = models.PositiveSmallIntegerField(
        "calon sentra kuat mulai (usaha sejenis sekecamatan)",
        default=10,
        db_default=10,
        validators=[MinValueValidator(2, "Paling sedikit 2.")],
    )

    class Meta:
        verbose_name = "aturan status dan sentra"


class DistrictLimit(models.Model):
    """A kecamatan that a person of the office is limited to; somebody without any row sees all of them."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="petugas", on_delete=models.CASCADE, related_name="district_limits"
    )
    district = models.ForeignKey(
        "reference.District", verbose_name="kecamatan", on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        ordering = ["person", "district"]
        verbose_name = "batas wilayah petugas"
        verbose_name_plural = "batas wilayah petugas"
        constraints = [models.UniqueConstraint(fields=["person", "district"], name="businesses_limit_once")]

    def __str__(self) -> str:
        return f"{self.person}: {self.district}"
