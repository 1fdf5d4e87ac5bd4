"""What happened to a business: changes of its status, notes and contacts."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Cast
from wagtail.models import BaseLogEntry
from wagtail.models.audit_log import ModelLogEntryManager

from businesses.models.business import Business, BusinessStatus, StatusReason
from businesses.models.office import DistrictLimit


class StatusChange(models.Model):
    """One change of status, with its reason; the first row of a business has no status before.

    `by` is empty where the rule changed it overnight.
    """

    business = models.ForeignKey(Business, on_delete=models.CASCADE, related_name="status_changes")
    was = models.CharField("dari", max_length=8, choices=BusinessStatus.choices, blank=True)
    became = models.CharField("menjadi", max_length=8, choices=BusinessStatus.choices)
    reason = models.CharField("alasan", max_length=8, choices=StatusReason.choices, blank=True)
    note = models.CharField("keterangan", max_length=200, blank=True)
    source = models.CharField("sumber info", max_length=120, blank=True)
    stopped_on = models.DateField("tanggal berhenti", null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_on = models.DateField("tanggal", db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-changed_on", "-pk"]
        verbose_name = "perubahan status"
        verbose_name_plural = "perubahan status"

    def __str__(self) -> str:
        return f"{self.get_was_display() or 'Baru'} → {self.get_became_display()}"


class Note(models.Model):
    """A note of the office, or a contact: a contact that reached somebody is a sign of life, one that didn't a try."""

    class Kind(models.TextChoices):
        NOTE = "note", "Catatan"
        VISIT = "visit", "Kunjungan"
        PHONE = "phone", "Telepon"
        WHATSAPP = "whatsapp", "WhatsApp"
        OFFICE = "office", "Datang ke kantor"

    business = models.ForeignKey(Business, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField("jenis", max_length=8, choices=Kind.choices, default=Kind.NOTE)
    was_reached = models.BooleanField("pemilik dapat dihubungi", default=False)
    happened_on = models.DateField("tanggal")
    text = models.TextField("catatan", max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-happened_on", "-pk"]
        verbose_name = "catatan"
        verbose_name_plural = "catatan"

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.happened_on:%d/%m/%Y}"


class BusinessLogManager(ModelLogEntryManager):
    """Wagtail's, with the kecamatan of the reader."""

    def viewable_by_user(self, user: Any) -> Any:
        """Return the entries about businesses where `user` may look, for Wagtail's report of all changes.

        Wagtail's own way keeps on the user which kinds of things the first log asked holds: wrong for a second log.
        """
        if not user.has_perm("businesses.view_business"):
            return self.none()
        limits = DistrictLimit.objects.filter(person=user)
        if user.is_superuser or not limits.exists():
            return self.all()
        seen = Business.objects.filter(village__district__in=limits.values("district"))
        return self.filter(object_id__in=seen.annotate(key=Cast("pk", models.CharField())).values("key"))


class BusinessLog(BaseLogEntry):
    """What was done to a business in the studio: a log of its own, so that a limit to districts holds for it."""

    object_id = models.CharField(max_length=255, db_index=True)

    objects = BusinessLogManager()

    class Meta(BaseLogEntry.Meta):
        ordering = ["-timestamp", "-id"]
        verbose_name = "catatan perubahan usaha"
        verbose_name_plural = "catatan perubahan usaha"
