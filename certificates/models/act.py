"""The log: what people did with a certificate, who and why. Approvals are a log of their own (`Approval`)."""

from django.conf import settings
from django.db import models

from certificates.models.append_only import AppendOnly, AppendOnlyQuerySet


class ActKind(models.TextChoices):
    """What was done."""

    NAME_CONFIRMED = "name_confirmed", "Nama dipastikan pemilik"
    RETURNED = "returned", "Dikembalikan ke antrean"
    CANCELLED = "cancelled", "Nomor dibatalkan"
    CORRECTED = "corrected", "Perbaikan diajukan"
    SUPERSEDED = "superseded", "Diganti versi baru"
    REVOKED = "revoked", "Dicabut"
    REMADE = "remade", "Berkas dibuat ulang"


class Act(AppendOnly):
    """One act. `by` goes away with the account, `by_name` stays; empty when the system did it."""

    certificate = models.ForeignKey("certificates.Certificate", on_delete=models.CASCADE, related_name="acts")
    kind = models.CharField("perbuatan", max_length=14, choices=ActKind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField("oleh", max_length=120, blank=True)
    why = models.TextField("alasan", blank=True)
    at = models.DateTimeField("waktu")

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = "catatan sertifikat"
        verbose_name_plural = "catatan sertifikat"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.certificate_id}"
