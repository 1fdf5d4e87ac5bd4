"""What is made of a clip, and the pieces of work that make it. Rows say what must be done; Celery is only the bell."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from media.storages import public_storage


class EncodingState(models.TextChoices):
    """How far an encoding is; moves one way except when somebody tries again."""

    UPLOADED = "uploaded", "Menunggu diperiksa"
    ENCODING = "encoding", "Sedang diolah"
    READY = "ready", "Siap"
    FAILED = "failed", "Gagal"


class RenditionState(models.TextChoices):
    """Whether a rendition can be played."""

    WAITING = "waiting", "Sedang diolah"
    READY = "ready", "Siap"


class RenditionKind(models.TextChoices):
    """What a learner can choose between, cheapest first."""

    AUDIO = "audio", "Suara saja"
    HEMAT = "hemat", "Hemat"
    BIASA = "biasa", "Biasa"
    JELAS = "jelas", "Jelas"


class RenditionCodec(models.TextChoices):
    """How it is written; a browser takes the first that it can read."""

    AV1 = "av1", "AV1 + Opus"
    H264 = "h264", "H.264 + AAC"
    OPUS = "opus", "Opus"
    AAC = "aac", "AAC"


class Pass(models.TextChoices):
    """First something that plays within minutes, then the plan made for this very clip."""

    FAST = "fast", "Cepat"
    FULL = "full", "Lengkap"


class PieceKind(models.TextChoices):
    """What a piece of work does; see `media/working.py`."""

    PROBE = "probe", "Pemeriksaan"
    SOUND = "sound", "Suara"
    PICTURE = "picture", "Gambar"
    TRIAL = "trial", "Uji mutu"
    JOIN = "join", "Penyatuan"


class PieceState(models.TextChoices):
    """How far one piece is."""

    WAITING = "waiting", "Menunggu giliran"
    RUNNING = "running", "Sedang diolah"
    DONE = "done", "Selesai"
    FAILED = "failed", "Gagal"


class Encoding(models.Model):
    """One content under one recipe: the same file uploaded twice is encoded once.

    `fast_plan` and `plan` hold `pipeline.plan.Plan` as JSON, empty until made; `tool` is the ffmpeg that all pieces
    must use. `version` counts what has been published: 0 nothing yet, 1 the fast rung, 2 the full plan. Work marked
    `is_idle` (a library made anew) waits for everything else.
    """

    sha256 = models.CharField("sidik berkas", max_length=64)
    recipe = models.CharField("resep", max_length=40)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="pengunggah", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_idle = models.BooleanField("dikerjakan saat senggang", default=False)
    state = models.CharField("keadaan", max_length=10, choices=EncodingState.choices, default=EncodingState.UPLOADED)
    reason = models.CharField("alasan", max_length=40, blank=True)
    tool = models.CharField("alat", max_length=80, blank=True)
    facts = models.JSONField("hasil pemeriksaan", default=dict, blank=True)
    fast_plan = models.JSONField("rencana cepat", default=dict, blank=True)
    plan = models.JSONField("rencana lengkap", default=dict, blank=True)
    findings = models.JSONField("temuan", default=dict, blank=True)
    version = models.PositiveSmallIntegerField("terbitan", default=0)
    duration_s = models.FloatField("durasi (detik)", null=True, blank=True)
    width = models.PositiveIntegerField("lebar", null=True, blank=True)
    height = models.PositiveIntegerField("tinggi", null=True, blank=True)
    poster = models.FileField("gambar muka", storage=public_storage, max_length=200, blank=True)
    poster_width = models.PositiveIntegerField("lebar gambar muka", null=True, blank=True)
    poster_height = models.PositiveIntegerField("tinggi gambar muka", null=True, blank=True)
    created_at = models.DateTimeField("dibuat", auto_now_add=True)

    class Meta:
        verbose_name = "olahan video"
        verbose_name_plural = "olahan video"
        ordering = ["pk"]
        indexes = [models.Index(fields=["state"], name="media_encoding_state")]
        constraints = [
            models.UniqueConstraint(fields=["sha256", "recipe"], name="media_encoding_once"),
            models.CheckConstraint(
                condition=~Q(state=EncodingState.READY) | Q(duration_s__gt=0), name="media_encoding_ready_has_duration"
            ),
            models.CheckConstraint(
                condition=~Q(state=EncodingState.FAILED) | ~Q(reason=""), name="media_encoding_failed_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:8]} {self.recipe}"


class Rendition(models.Model):
    """One file of an encoding. `file` is named by the hash of its input and settings: made twice it is the same file.

    `is_fast` marks those of the fast pass; the full plan's take their place in one transaction.
    """

    encoding = models.ForeignKey(Encoding, verbose_name="olahan", on_delete=models.CASCADE, related_name="renditions")
    kind = models.CharField("pilihan", max_length=10, choices=RenditionKind.choices)
    codec = models.CharField("cara simpan", max_length=10, choices=RenditionCodec.choices, default=RenditionCodec.H264)
    is_fast = models.BooleanField("sementara", default=False)
    state = models.CharField("keadaan", max_length=10, choices=RenditionState.choices, default=RenditionState.WAITING)
    file = models.FileField("berkas", storage=public_storage, max_length=200, blank=True)
    size_bytes = models.BigIntegerField("ukuran", default=0)
    width = models.PositiveIntegerField("lebar", null=True, blank=True)
    height = models.PositiveIntegerField("tinggi", null=True, blank=True)

    class Meta:
        verbose_name = "pilihan video"
        verbose_name_plural = "pilihan video"
        ordering = ["pk"]
        indexes = [models.Index(fields=["file"], name="media_rendition_file")]
        constraints = [
            models.UniqueConstraint(
                fields=["encoding", "kind", "codec", "is_fast"], name="media_rendition_one_of_a_kind"
            ),
            models.CheckConstraint(
                condition=~Q(state=RenditionState.READY) | (Q(size_bytes__gt=0) & ~Q(file="")),
                name="media_rendition_ready_has_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.encoding}: {self.get_kind_display()} {self.get_codec_display()}"


class Piece(models.Model):
    """A piece of work small enough to be lost: claimed by one worker at a time, kept alive by its heartbeat.

    `worker` is a token made new for each claim: what a worker writes counts only while the row still carries its token.
    `rank` orders pieces of all encodings (smaller first); `not_before` holds a failed one back for a while; `result`
    is what later steps need to know of it.
    """

    encoding = models.ForeignKey(Encoding, verbose_name="olahan", on_delete=models.CASCADE, related_name="pieces")
    run = models.CharField("putaran", max_length=4, choices=Pass.choices)
    kind = models.CharField("jenis", max_length=8, choices=PieceKind.choices)
    position = models.PositiveIntegerField("urutan", default=0)
    rank = models.PositiveSmallIntegerField("giliran", default=0)
    state = models.CharField("keadaan", max_length=8, choices=PieceState.choices, default=PieceState.WAITING)
    progress = models.PositiveSmallIntegerField("kemajuan (%)", default=0)
    result = models.JSONField("hasil", default=dict, blank=True)
    reason = models.CharField("alasan", max_length=40, blank=True)
    attempts = models.PositiveSmallIntegerField("percobaan", default=0)
    worker = models.CharField("pekerja", max_length=64, blank=True)
    heartbeat_at = models.DateTimeField("tanda hidup terakhir", null=True, blank=True)
    not_before = models.DateTimeField("paling cepat", null=True, blank=True)
    claimed_at = models.DateTimeField("mulai", null=True, blank=True)
    finished_at = models.DateTimeField("selesai", null=True, blank=True)

    class Meta:
        verbose_name = "bagian pekerjaan"
        verbose_name_plural = "bagian pekerjaan"
        ordering = ["rank", "position", "pk"]
        indexes = [
            models.Index(fields=["state", "heartbeat_at"], name="media_piece_state_beat"),
            models.Index(fields=["finished_at"], name="media_piece_finished"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["encoding", "run", "kind", "position"], name="media_piece_once"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="media_piece_progress_is_percent"),
            models.CheckConstraint(
                condition=~Q(state=PieceState.FAILED) | ~Q(reason=""), name="media_piece_failed_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.encoding}: {self.run} {self.kind} {self.position}"


class RetiredFile(models.Model):
    """A public file that newer pages no longer name, kept a while for those who are watching it."""

    name = models.CharField("berkas", max_length=200, unique=True)
    retired_at = models.DateTimeField("diganti", auto_now_add=True)

    class Meta:
        verbose_name = "berkas lama"
        verbose_name_plural = "berkas lama"
        ordering = ["retired_at"]

    def __str__(self) -> str:
        return self.name
