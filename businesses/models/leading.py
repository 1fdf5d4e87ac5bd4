"""Leading businesses (IKM unggulan): the criteria since when, and what officers have decided."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from businesses.models.business import Business, Leading, Origin


class LeadingRule(models.Model):
    """The criteria that hold from `valid_from` until later ones begin. First values are a proposal for the office."""

    valid_from = models.DateField("berlaku sejak", unique=True)
    workers_min = models.PositiveSmallIntegerField("tenaga kerja, paling sedikit", default=5)
    material_within = models.CharField(
        "bahan baku paling jauh dari", max_length=10, choices=Origin.choices, default=Origin.REGENCY
    )
    suppliers_min = models.PositiveSmallIntegerField("pemasok setempat, paling sedikit", default=3)
    markets_min = models.PositiveSmallIntegerField(
        "pasar di luar desa, paling sedikit",
        default=2,
        validators=[MaxValueValidator(4, "Paling banyak 4: kabupaten, luar kabupaten, ekspor, daring.")],
    )
    met_min = models.PositiveSmallIntegerField(
        "kriteria yang harus terpenuhi",
        default=3,
        validators=[MinValueValidator(1, "Paling sedikit 1."), MaxValueValidator(4, "Paling banyak 4.")],
        help_text="Dari empat kriteria di atas. Usulan diperbarui beberapa kali sehari.",
    )
    reason = models.CharField("dasar penetapan", max_length=200)

    class Meta:
        ordering = ["-valid_from"]
        verbose_name = "kriteria IKM unggulan"
        verbose_name_plural = "kriteria IKM unggulan"

    def __str__(self) -> str:
        return f"Kriteria sejak {self.valid_from:%d/%m/%Y}"


class LeadingDecision(models.Model):
    """An officer's word on one business. Rows are only added; the latest holds and stands in `Business.leading`.

    `was_proposed` and `criteria` (sentences) keep what the rule said at that moment.
    """

    business = models.ForeignKey(Business, on_delete=models.CASCADE, related_name="leading_decisions")
    decision = models.CharField("keputusan", max_length=3, choices=Leading.choices)
    reason = models.CharField("alasan", max_length=300)
    was_proposed = models.BooleanField("diusulkan menurut kriteria")
    criteria = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField("diputuskan", auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = "keputusan unggulan"
        verbose_name_plural = "keputusan unggulan"

    def __str__(self) -> str:
        return f"{self.business}: {self.get_decision_display()}"
