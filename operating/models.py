"""What the office should remember of its own running: the backups."""

from django.db import models


class BackupState(models.TextChoices):
    """How a backup ended; one that was interrupted leaves no row."""

    DONE = "done", "Selesai"
    FAILED = "failed", "Gagal"


class BackupRun(models.Model):
    """A backup that ended. `name` is its folder's name, `reason` the sentence that says why it failed."""

    state = models.CharField("keadaan", max_length=8, choices=BackupState.choices)
    started_at = models.DateTimeField("dimulai")
    finished_at = models.DateTimeField("selesai", db_index=True)
    name = models.CharField("nama", max_length=60, blank=True)
    rows = models.PositiveBigIntegerField("baris", default=0)
    files = models.PositiveIntegerField("berkas", default=0)
    size_bytes = models.PositiveBigIntegerField("ukuran", default=0)
    is_sealed = models.BooleanField("terkunci", default=False)
    reason = models.TextField("sebab", blank=True)

    class Meta:
        verbose_name = "pencadangan"
        verbose_name_plural = "pencadangan"
        ordering = ["-finished_at"]

    def __str__(self) -> str:
        return self.name or self.get_state_display()
