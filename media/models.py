"""A clip as it was uploaded, and what the worker made of it. Rows say what must be done; Celery is only the bell."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from media.storages import private_storage, public_storage


class SourceState(models.TextChoices):
    """How far a source is; moves one way except when somebody tries again."""

    UPLOADED = "uploaded", "Menunggu diperiksa"
    PROBING = "probing", "Sedang diperiksa"
    ENCODING = "encoding", "Sedang diolah"
    READY = "ready", "Siap"
    FAILED = "failed", "Gagal"


class RenditionState(models.TextChoices):
    """How far one rendition is."""

    WAITING = "waiting", "Menunggu giliran"
    RUNNING = "running", "Sedang diolah"
    READY = "ready", "Siap"
    FAILED = "failed", "Gagal"


class RenditionKind(models.TextChoices):
    """What a learner can choose between, cheapest first."""

    AUDIO = "audio", "Suara saja"
    HEMAT = "hemat", "Hemat"
    BIASA = "biasa", "Biasa"


class Job(models.Model):
    """Long work as a row: who has claimed it, when it last moved, how often it was tried, why it ended.

    `worker` is a token made new for each claim: what a worker writes counts only while the row still carries its token.
    `queued_at` is when a message for it was last sent; the sweep sends another one when that got lost.
    """

    reason = models.CharField("alasan", max_length=40, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField("percobaan", default=0, editable=False)
    worker = models.CharField("pekerja", max_length=64, blank=True, editable=False)
    heartbeat_at = models.DateTimeField("tanda hidup terakhir", null=True, blank=True, editable=False)
    queued_at = models.DateTimeField("masuk antrean", null=True, blank=True, editable=False)

    class Meta:
        abstract = True


class SourceManager(models.Manager["Source"]):
    """Brings the renditions along, so that a page with many videos costs two queries however it got its rows."""

    def get_queryset(self) -> models.QuerySet["Source"]:
        """Return sources with their renditions prefetched."""
        return super().get_queryset().prefetch_related("renditions")


class Source(Job):
    """One uploaded clip. The original is private for ever; `poster` and the renditions are ours and public."""

    title = models.CharField("judul", max_length=200)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="pengunggah",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    original = models.FileField("berkas asli", storage=private_storage, max_length=200, editable=False)
    sha256 = models.CharField("sidik berkas", max_length=64, blank=True, editable=False)
    size_bytes = models.BigIntegerField("ukuran", default=0, editable=False)
    duration_s = models.FloatField("durasi (detik)", null=True, blank=True, editable=False)
    width = models.PositiveIntegerField("lebar", null=True, blank=True, editable=False)
    height = models.PositiveIntegerField("tinggi", null=True, blank=True, editable=False)
    state = models.CharField(
        "keadaan", max_length=10, choices=SourceState.choices, default=SourceState.UPLOADED, editable=False
    )
    poster = models.FileField("gambar muka", storage=public_storage, max_length=200, blank=True, editable=False)
    poster_width = models.PositiveIntegerField("lebar gambar muka", null=True, blank=True, editable=False)
    poster_height = models.PositiveIntegerField("tinggi gambar muka", null=True, blank=True, editable=False)
    is_demo = models.BooleanField("data contoh", default=False, editable=False)
    created_at = models.DateTimeField("diunggah", auto_now_add=True, editable=False)

    objects = SourceManager()

    class Meta:
        verbose_name = "video"
        verbose_name_plural = "video"
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "heartbeat_at"], name="media_source_state_beat")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=SourceState.READY) | Q(duration_s__gt=0), name="media_source_ready_has_duration"
            ),
            models.CheckConstraint(
                condition=~Q(state=SourceState.FAILED) | ~Q(reason=""), name="media_source_failed_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Rendition(Job):
    """One choice of a source. `file` is named by the hash of its input and settings: made twice it is the same file."""

    source = models.ForeignKey(Source, verbose_name="video", on_delete=models.CASCADE, related_name="renditions")
    kind = models.CharField("pilihan", max_length=10, choices=RenditionKind.choices)
    state = models.CharField(
        "keadaan", max_length=10, choices=RenditionState.choices, default=RenditionState.WAITING, editable=False
    )
    progress = models.PositiveSmallIntegerField("kemajuan (%)", default=0, editable=False)
    plan = models.JSONField(
        "rencana", default=dict, blank=True, editable=False, help_text="Pengaturan yang dipakai saat mengolah."
    )
    file = models.FileField("berkas", storage=public_storage, max_length=200, blank=True, editable=False)
    size_bytes = models.BigIntegerField("ukuran", default=0, editable=False)
    width = models.PositiveIntegerField("lebar", null=True, blank=True, editable=False)
    height = models.PositiveIntegerField("tinggi", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "pilihan video"
        verbose_name_plural = "pilihan video"
        ordering = ["pk"]
        indexes = [models.Index(fields=["state", "heartbeat_at"], name="media_rendition_state_beat")]
        constraints = [
            models.UniqueConstraint(fields=["source", "kind"], name="media_rendition_one_of_a_kind"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="media_rendition_progress_is_percent"),
            models.CheckConstraint(
                condition=~Q(state=RenditionState.READY) | (Q(size_bytes__gt=0) & ~Q(file="")),
                name="media_rendition_ready_has_file",
            ),
            models.CheckConstraint(
                condition=~Q(state=RenditionState.FAILED) | ~Q(reason=""), name="media_rendition_failed_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.get_kind_display()}"
