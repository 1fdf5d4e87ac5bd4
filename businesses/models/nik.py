"""The NIK of an owner, apart from everything else about them."""

from django.conf import settings
from django.db import models


class OwnerNik(models.Model):
    """One NIK: sealed, with a keyed hash by which a second one is found. `purpose` says what it is needed for."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name="pemilik", on_delete=models.CASCADE, related_name="+"
    )
    sealed = models.TextField("NIK tersandi", editable=False)
    digest = models.CharField("sidik NIK", max_length=64, unique=True, editable=False)
    purpose = models.CharField("keperluan", max_length=200)
    kept_at = models.DateTimeField("dicatat", auto_now=True)

    class Meta:
        verbose_name = "NIK pemilik"
        verbose_name_plural = "NIK pemilik"

    def __str__(self) -> str:
        return f"NIK {self.person}"
