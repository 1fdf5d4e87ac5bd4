"""The head's decision over certificates, and the PIN that it takes."""

from django.conf import settings
from django.db import models

from certificates.models.append_only import AppendOnly, AppendOnlyQuerySet


class Prefix(models.TextChoices):
    """In which place somebody signs: as the head, or standing in (Permendagri 1/2023)."""

    NONE = "", "sebagai pejabat itu sendiri"
    PLT = "Plt.", "Plt. (pelaksana tugas)"
    PLH = "Plh.", "Plh. (pelaksana harian)"
    ON_BEHALF = "a.n.", "a.n. (atas nama)"


class Approval(AppendOnly):
    """One decision over `count` certificates. A worker signs only what stands under it.

    `snapshots` holds the SHA-256 of every certificate's frozen facts, sorted, one a line; `root` is the SHA-256 over
    them, the version of the sheet and the signer (certificates/snapshots.py). `signer` is what is printed of them.
    """

    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="disetujui oleh", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    approver_name = models.CharField("nama yang menyetujui", max_length=120)
    prefix = models.CharField("kedudukan", max_length=4, choices=Prefix.choices, blank=True)
    decided_at = models.DateTimeField("waktu")
    count = models.PositiveIntegerField("jumlah")
    root = models.CharField("hash", max_length=64)
    snapshots = models.TextField("hash tiap sertifikat")
    template_version = models.PositiveSmallIntegerField("versi lembar")
    signer = models.JSONField("penanda tangan")

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = "persetujuan sertifikat"
        verbose_name_plural = "persetujuan sertifikat"
        ordering = ["-decided_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.count} sertifikat, {self.approver_name}"


class ApproverPin(models.Model):
    """The PIN of one person, hashed. `failures` in a row lock it until `locked_until`."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    pin_hash = models.CharField(max_length=128)
    failures = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
    set_at = models.DateTimeField()

    class Meta:
        verbose_name = "PIN persetujuan"
        verbose_name_plural = "PIN persetujuan"

    def __str__(self) -> str:
        return f"PIN {self.person_id}"
