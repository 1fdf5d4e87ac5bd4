"""What officers write down in the field, without a signal, and the photos they take there."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from businesses.models.business import Business


class FieldState(models.TextChoices):
    """What became of what an officer wrote down."""

    RECORDED = "recorded", "Tercatat"
    SIMILAR = "similar", "Mirip usaha lain"
    JOINED = "joined", "Dilengkapkan ke usaha lain"
    DROPPED = "dropped", "Dibuang"


class FieldRecord(models.Model):
    """One owner with one business, as an officer's phone sent it. `key` was made there and makes it one, however often.

    `said` holds what was written only while somebody has to decide whether it is a business that is known already.
    `consent_text` is what the owner heard and agreed to. `version` is that of the business right after this was taken:
    a correction from the phone leaves alone what somebody has changed since.
    """

    key = models.UUIDField("tanda dari HP")
    revision = models.PositiveIntegerField("perbaikan ke", default=0)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="petugas", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField("keadaan", max_length=8, choices=FieldState.choices, default=FieldState.RECORDED)
    said = models.JSONField("isian", default=dict)
    business = models.ForeignKey(
        Business, verbose_name="usaha", null=True, on_delete=models.CASCADE, related_name="field_records"
    )
    version = models.PositiveIntegerField(default=0)
    consent_text = models.TextField("persetujuan pemilik")
    made_at = models.DateTimeField("dicatat menurut HP")
    received_at = models.DateTimeField("diterima", auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="diputuskan oleh", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField("diputuskan", null=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = "catatan lapangan"
        verbose_name_plural = "catatan lapangan"
        constraints = [
            models.UniqueConstraint(fields=["by", "key"], name="businesses_field_once"),
            models.CheckConstraint(
                condition=Q(state="similar") | Q(said={}), name="businesses_field_said_until_decided"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()}: {self.business or self.key}"


class BusinessPhoto(models.Model):
    """A photo of a business, re-encoded, private. While its record waits to be decided it belongs to none."""

    business = models.ForeignKey(
        Business, verbose_name="usaha", null=True, on_delete=models.CASCADE, related_name="photos"
    )
    record = models.ForeignKey(
        FieldRecord, verbose_name="catatan lapangan", null=True, on_delete=models.SET_NULL, related_name="photos"
    )
    file = models.CharField("berkas", max_length=120, help_text="Nama di penyimpanan privat.")
    size_bytes = models.PositiveIntegerField("ukuran")
    taken_at = models.DateTimeField("diambil menurut HP", db_index=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = "foto usaha"
        verbose_name_plural = "foto usaha"

    def __str__(self) -> str:
        return f"Foto {self.pk}"
