"""Whom to reach first: the tier of each kecamatan, and the editions of the priority index."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models

from reference.models.lists import District


class Tier(models.TextChoices):
    """How much a kecamatan is put first. From the remoteness 2, 1, 0 until the office says otherwise."""

    A = "A", "A (didahulukan)"
    B = "B", "B"
    C = "C", "C"


class DistrictTier(models.Model):
    """The office's word that a kecamatan is of another tier, from a day on, with the reason.

    Rows are only ever added: together they are the history. The latest that has begun holds.
    """

    district = models.ForeignKey(District, verbose_name="kecamatan", on_delete=models.PROTECT, related_name="tiers")
    tier = models.CharField("golongan", max_length=1, choices=Tier.choices)
    valid_from = models.DateField("berlaku sejak")
    reason = models.CharField("alasan", max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="oleh", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField("dicatat", auto_now_add=True)

    class Meta:
        ordering = ["-valid_from", "-pk"]
        verbose_name = "golongan kecamatan"
        verbose_name_plural = "golongan kecamatan"

    def __str__(self) -> str:
        return f"{self.district}: {self.tier}"


def _weight(label: str, default: int) -> "models.PositiveSmallIntegerField[int, int]":
    at_most = MaxValueValidator(100, "Paling besar 100.")
    return models.PositiveSmallIntegerField(label, default=default, validators=[at_most])


class PriorityEdition(models.Model):
    """One published order of the kecamatan: the weights it was made with, why, and the order with its reasons.

    Never changed afterwards. `order` is a list of objects `code`, `name`, `tier`, `points` (0 to 100) and `reasons`
    (sentences), the first to reach on top, as it was on the day of publishing. First weights are a proposal, not the
    office's word.
    """

    travel = _weight("bobot waktu tempuh", 35)
    market = _weight("bobot akses pasar", 25)
    signal = _weight("bobot sinyal", 15)
    coverage = _weight("bobot jangkauan layanan selama ini", 25)
    reason = models.CharField("alasan perubahan", max_length=300)
    order = models.JSONField(default=list, editable=False)
    published_at = models.DateTimeField("diterbitkan", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="oleh", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-pk"]
        verbose_name = "urutan prioritas"
        verbose_name_plural = "urutan prioritas"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(travel__gt=0)
                | models.Q(market__gt=0)
                | models.Q(signal__gt=0)
                | models.Q(coverage__gt=0),
                name="reference_priority_weighs_something",
                violation_error_message="Paling sedikit satu bobot harus lebih dari 0.",
            )
        ]

    def __str__(self) -> str:
        return f"Urutan prioritas ke-{self.pk}"
