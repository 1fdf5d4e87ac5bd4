"""The hashes of finished files, piece by piece: a phone checks each piece it keeps and goes on after a cut."""

from django.db import models

PIECE_BYTES = 256 * 1024


class FileHashes(models.Model):
    """SHA-256 of each `PIECE_BYTES` of one public file, made once: a file never changes under its name."""

    name = models.CharField("berkas", max_length=200, unique=True)
    size_bytes = models.BigIntegerField("ukuran")
    pieces = models.JSONField("sidik tiap bagian", default=list)

    class Meta:
        verbose_name = "sidik berkas video"
        verbose_name_plural = "sidik berkas video"

    def __str__(self) -> str:
        return self.name
