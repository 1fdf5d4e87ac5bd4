"""A file on its way: what has arrived is kept, whatever happens to the line, the page or the server."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Upload(models.Model):
    """One resumable upload (tus 1.0). Its bytes lie in a file named by the id; `offset_bytes` of them count.

    `source` is the video it became; a second "finished" finds it there. It goes away with the video.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="pengunggah", on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField("nama berkas", max_length=255)
    title = models.CharField("judul", max_length=200, blank=True)
    size_bytes = models.BigIntegerField("ukuran")
    offset_bytes = models.BigIntegerField("sudah sampai", default=0)
    source = models.ForeignKey(
        "media.Source", verbose_name="video", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    reason = models.CharField("alasan", max_length=40, blank=True)
    created_at = models.DateTimeField("dimulai", auto_now_add=True)
    expires_at = models.DateTimeField("berlaku sampai")

    class Meta:
        verbose_name = "unggahan"
        verbose_name_plural = "unggahan"
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["owner", "-created_at"], name="media_upload_owner")]
        constraints = [
            models.CheckConstraint(
                condition=Q(offset_bytes__gte=0) & Q(offset_bytes__lte=F("size_bytes")),
                name="media_upload_offset_in_size",
            )
        ]

    def __str__(self) -> str:
        return self.name
