"""What was merged into what, and which pairs a person called different."""

from django.conf import settings
from django.db import models

from businesses.models.business import Business


class MergedBusiness(models.Model):
    """A business that was merged away: its address leads on to where it went."""

    old_id = models.BigIntegerField("nomor lama", unique=True)
    name = models.CharField("nama usaha", max_length=120)
    into = models.ForeignKey(Business, verbose_name="digabung ke", on_delete=models.CASCADE, related_name="merged")
    reason = models.CharField("alasan", max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="oleh", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    merged_at = models.DateTimeField("digabung", auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = "usaha yang digabung"
        verbose_name_plural = "usaha yang digabung"

    def __str__(self) -> str:
        return f"{self.name} → {self.into}"


class DistinctPair(models.Model):
    """Two businesses that look alike and are not the same; plain ids, the lower first."""

    first = models.BigIntegerField()
    second = models.BigIntegerField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="oleh", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    said_at = models.DateTimeField("dinyatakan", auto_now_add=True)

    class Meta:
        verbose_name = "bukan usaha yang sama"
        verbose_name_plural = "bukan usaha yang sama"
        constraints = [models.UniqueConstraint(fields=["first", "second"], name="businesses_distinct_once")]

    def __str__(self) -> str:
        return f"{self.first} ≠ {self.second}"
