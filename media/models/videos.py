"""A video as its owner knows it: a title and an original; what is made of it are encodings, shared by equal files."""

from django.conf import settings
from django.db import models
from django.db.models import Prefetch

from media.models.encodings import Encoding, EncodingState, Rendition
from media.storages import private_storage

RENDITIONS = "renditions"


class SourceManager(models.Manager["Source"]):
    """Brings what can be played along, so that a page with many videos costs three queries however it got its rows."""

    def get_queryset(self) -> models.QuerySet["Source"]:
        """Return sources with both encodings, their renditions and the text."""
        made = [Prefetch(f"{name}__{RENDITIONS}", Rendition.objects.all()) for name in ("wanted", "published")]
        return super().get_queryset().select_related("wanted", "published", "transcript").prefetch_related(*made)


class Source(models.Model):
    """One video. The original is private for ever.

    `wanted` is the encoding it shall have, `published` the one that learners get: another one while a new file or a
    new plan is on its way, none while nothing can be played.
    """

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
    sha256 = models.CharField("sidik berkas", max_length=64, blank=True, editable=False, db_index=True)
    size_bytes = models.BigIntegerField("ukuran", default=0, editable=False)
    wanted = models.ForeignKey(
        Encoding, verbose_name="olahan", editable=False, on_delete=models.PROTECT, related_name="wanted_by"
    )
    published = models.ForeignKey(
        Encoding,
        verbose_name="olahan yang tampil",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="published_by",
    )
    is_demo = models.BooleanField("data contoh", default=False, editable=False)
    created_at = models.DateTimeField("diunggah", auto_now_add=True, editable=False)

    objects = SourceManager()

    class Meta:
        verbose_name = "video"
        verbose_name_plural = "video"
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def shown(self) -> Encoding:
        """What learners get, else what is on its way: the one to ask for length and sides."""
        return self.published or self.wanted

    @property
    def state(self) -> str:
        """How far the wanted encoding is, an EncodingState."""
        return self.wanted.state

    def get_state_display(self) -> str:
        """Return the state in words."""
        return self.wanted.get_state_display()

    @property
    def is_ready(self) -> bool:
        """Whether everything that was planned can be played."""
        return self.wanted.state == EncodingState.READY
