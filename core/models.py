"""The one row of this room: which state of the published content pages were made from."""

from django.db import models


class ContentVersion(models.Model):
    """`token` changes with everything a page may show. There is one row; none at all means that nothing is kept."""

    token = models.CharField("tanda", max_length=32)

    class Meta:
        verbose_name = "keadaan isi"
        verbose_name_plural = "keadaan isi"

    def __str__(self) -> str:
        return self.token
