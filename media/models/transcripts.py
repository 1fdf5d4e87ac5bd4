"""What is said in a video, with times: captions over the picture, and a text beside it."""

from django.conf import settings
from django.db import models


class Transcript(models.Model):
    """The captions of one video. `cues` is a list of `{"start_ms", "end_ms", "text"}` in the order of their start."""

    source = models.OneToOneField(
        "media.Source", verbose_name="video", on_delete=models.CASCADE, related_name="transcript"
    )
    language = models.CharField("bahasa", max_length=10, default="id")
    cues = models.JSONField("teks", default=list)
    updated_at = models.DateTimeField("diubah", auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="diubah oleh", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "teks video"
        verbose_name_plural = "teks video"

    def __str__(self) -> str:
        return str(self.source)
