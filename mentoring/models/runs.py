"""Runs of the matching and the weights that they used; both are kept as they were."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

PARTS = ("kebutuhan", "sektor", "jarak", "tahap", "waktu", "bahasa", "cara")


class WeightSet(models.Model):
    """Points of the seven parts, together 1000. A saved set never changes: another one gets the next version."""

    version = models.PositiveIntegerField("versi", unique=True)
    kebutuhan = models.PositiveSmallIntegerField("kebutuhan", default=350)
    sektor = models.PositiveSmallIntegerField("jenis produk", default=200)
    jarak = models.PositiveSmallIntegerField("jarak", default=150)
    tahap = models.PositiveSmallIntegerField("tahap usaha", default=100)
    waktu = models.PositiveSmallIntegerField("waktu luang", default=90)
    bahasa = models.PositiveSmallIntegerField("bahasa", default=60)
    cara = models.PositiveSmallIntegerField("cara bertemu", default=50)
    note = models.CharField("catatan", max_length=200, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField("disimpan", auto_now_add=True)

    class Meta:
        verbose_name = "bobot"
        verbose_name_plural = "bobot"
        ordering = ["-version"]
        constraints = [
            models.CheckConstraint(
                condition=Q(cara=1000 - F("kebutuhan") - F("sektor") - F("jarak") - F("tahap") - F("waktu") - F("bahasa")),
                name="mentoring_weights_sum_to_1000",
            )
        ]

    def __str__(self) -> str:
        return f"Bobot versi {self.version}"

    @property
    def points(self) -> dict[str, int]:
        """The seven weights by name."""
        return {name: getattr(self, name) for name in PARTS}


class RunState(models.TextChoices):
    """A run goes one way."""

    WAITING = "menunggu", "Menunggu"
    RUNNING = "berjalan", "Dihitung"
    READY = "siap", "Siap diperiksa"
    PUBLISHED = "terbit", "Diterbitkan"
    DISCARDED = "dibuang", "Tidak dipakai"
    FAILED = "gagal", "Gagal"


class MatchRun(models.Model):
    """One run: what went in (`input_hash`), what came out, and the proof that nothing better exists.

    `gap` is `upper_bound - value`; 0 is proven best. `counts` and `prices` are as the engine returned them, by name;
    `shares` are the quotas by tier that the officer chose, in percent. `heartbeat_at` tells the sweep of a lost worker.
    """

    state = models.CharField("keadaan", max_length=9, choices=RunState.choices, default=RunState.WAITING)
    weight_set = models.ForeignKey(WeightSet, on_delete=models.PROTECT, related_name="runs")
    shares = models.JSONField("jatah per prioritas", default=dict)
    progress = models.PositiveSmallIntegerField("kemajuan (%)", default=0)
    attempts = models.PositiveSmallIntegerField("percobaan", default=0)
    input_hash = models.CharField("tanda masukan", max_length=64, blank=True)
    solver = models.CharField("penghitung", max_length=40, blank=True)
    value = models.BigIntegerField("nilai", null=True, blank=True)
    upper_bound = models.BigIntegerField("batas atas", null=True, blank=True)
    gap = models.BigIntegerField("selisih terbukti", null=True, blank=True)
    counts = models.JSONField("jumlah", default=dict)
    prices = models.JSONField("harga kursi", default=dict)
    seconds = models.FloatField("detik", null=True, blank=True)
    error = models.CharField("sebab gagal", max_length=60, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField("diminta")
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField("diterbitkan", null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "pencocokan"
        verbose_name_plural = "pencocokan"
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"Pencocokan {self.pk}"
