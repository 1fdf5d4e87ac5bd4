"""A spreadsheet of the office on its way into the registry, and what became of each of its rows."""

from django.conf import settings
from django.db import models

from businesses.models.business import Business


class ImportState(models.TextChoices):
    """How far it is."""

    MAPPING = "mapping", "Menunggu pemeriksaan kolom"
    QUEUED = "queued", "Menunggu giliran"
    RUNNING = "running", "Sedang dimasukkan"
    DONE = "done", "Selesai"
    FAILED = "failed", "Gagal"
    UNDONE = "undone", "Dibatalkan"


class Import(models.Model):
    """One file. `mapping` leads from our fields to its headings; `heads_key` finds the mapping of the next such file.

    `rows_done` counts rows whose outcome stands in the database: a worker that takes over goes on from there. The file
    is deleted when all rows are done; rows that were not taken keep what they said, for the file of errors.
    """

    file_name = models.CharField("berkas", max_length=200)
    stored_as = models.CharField(max_length=200, blank=True)
    heads = models.JSONField(default=list)
    heads_key = models.CharField(max_length=64, db_index=True)
    mapping = models.JSONField(default=dict)
    takes_duplicates = models.BooleanField("catat juga baris yang mirip usaha lain", default=False)
    state = models.CharField("keadaan", max_length=8, choices=ImportState.choices, default=ImportState.MAPPING)
    rows_total = models.PositiveIntegerField("baris", default=0)
    rows_done = models.PositiveIntegerField("baris selesai", default=0)
    fault = models.CharField("kendala", max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField("diunggah", auto_now_add=True)
    heartbeat_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = "impor"
        verbose_name_plural = "impor"

    def __str__(self) -> str:
        return self.file_name


class RowOutcome(models.TextChoices):
    """What became of a row."""

    CREATED = "created", "Usaha baru"
    UPDATED = "updated", "Diperbarui"
    SAME = "same", "Tidak berubah"
    DUPLICATE = "duplicate", "Mirip usaha lain"
    WRONG = "wrong", "Perlu diperbaiki"


class ImportRow(models.Model):
    """One row's outcome. `number` counts the rows below the headings from 1.

    `before` holds what an undo puts back; `version` is that of the business right after this row was taken: an undo
    leaves alone what somebody has changed since. `raw` holds the cells of rows that were not taken.
    """

    batch = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField("baris")
    outcome = models.CharField("hasil", max_length=9, choices=RowOutcome.choices)
    business = models.ForeignKey(Business, null=True, on_delete=models.SET_NULL, related_name="import_rows")
    message = models.CharField("keterangan", max_length=500, blank=True)
    before = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    raw = models.JSONField(default=list)
    is_undone = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        verbose_name = "baris impor"
        verbose_name_plural = "baris impor"
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="businesses_import_row_once")]

    def __str__(self) -> str:
        return f"{self.number}: {self.get_outcome_display()}"
