"""The first row of the registry: a business and the people who work in it."""

from django.conf import settings
from django.db import models


class Business(models.Model):
    """An IKM business, as its owner or an officer first wrote it down; a later registry widens this row."""

    name = models.CharField("nama usaha", max_length=120)
    product = models.CharField("produk utama", max_length=120, blank=True)
    sector = models.ForeignKey(
        "reference.Sector",
        verbose_name="bidang usaha",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    village = models.ForeignKey(
        "reference.Village", verbose_name="desa", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_demo = models.BooleanField("data contoh", default=False, editable=False)
    created_at = models.DateTimeField("dicatat", auto_now_add=True)

    class Meta:
        ordering = ["name"]
        verbose_name = "usaha"
        verbose_name_plural = "usaha"

    def __str__(self) -> str:
        return self.name

    @property
    def people(self) -> str:
        """Who works here, in words: `Ratna Contoh (pemilik), Tono Contoh (pekerja)`."""
        return ", ".join(str(member) for member in self.memberships.select_related("person").order_by("part", "pk"))


class Membership(models.Model):
    """A person's place in a business: its owner or one of its workers."""

    class Part(models.TextChoices):
        OWNER = "owner", "pemilik"
        WORKER = "worker", "pekerja"

    business = models.ForeignKey(Business, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    part = models.CharField("peran", max_length=8, choices=Part.choices, default=Part.OWNER)

    class Meta:
        verbose_name = "anggota usaha"
        verbose_name_plural = "anggota usaha"
        constraints = [models.UniqueConstraint(fields=["business", "person"], name="businesses_member_once")]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_part_display()})"
