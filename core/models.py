"""The one table of this room: which state of the published content pages were made from."""

from django.db import models


class ContentVersion(models.Model):
    """With everything a page may show some `token` changes. No row at all means that nothing is kept."""

    token = models.CharField("tanda", max_length=32)

    class Meta:
        verbose_name = "keadaan isi"
        verbose_name_plural = "keadaan isi"

    def __str__(self) -> str:
        return self.token
