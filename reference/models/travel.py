"""How long the way between kecamatan takes: numbers to estimate with, and what the office knows better."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from reference.models.lists import District


class Season(models.TextChoices):
    """The two seasons of the roads."""

    DRY = "dry", "kemarau"
    RAIN = "rain", "hujan"


def _speed(label: str, default: int) -> "models.PositiveSmallIntegerField[int, int]":
    bounds = [MinValueValidator(1, "Paling sedikit 1 km/jam."), MaxValueValidator(150, "Paling banyak 150 km/jam.")]
    return models.PositiveSmallIntegerField(f"{label} (km/jam)", default=default, validators=bounds)


def _month(label: str, default: int) -> "models.PositiveSmallIntegerField[int, int]":
    bounds = [MinValueValidator(1, "Isi bulan 1 sampai 12."), MaxValueValidator(12, "Isi bulan 1 sampai 12.")]
    return models.PositiveSmallIntegerField(label, default=default, validators=bounds)


@register_setting(icon="site")
class TravelSettings(BaseGenericSetting):
    """Speeds and the detour of roads. First values are guesses, so everything made with them says `perkiraan`."""

    land_dry_kmh = _speed("darat, kemarau", 35)
    land_rain_kmh = _speed("darat, musim hujan", 25)
    river_dry_kmh = _speed("darat dan sungai, kemarau", 18)
    river_rain_kmh = _speed("darat dan sungai, musim hujan", 15)
    sea_dry_kmh = _speed("lewat laut, kemarau", 18)
    sea_rain_kmh = _speed("lewat laut, musim hujan", 12)
    detour_percent = models.PositiveSmallIntegerField(
        "panjang jalan dibanding garis lurus (persen)",
        default=145,
        validators=[MinValueValidator(100, "Paling sedikit 100."), MaxValueValidator(400, "Paling banyak 400.")],
    )
    rain_from_month = _month("musim hujan mulai bulan", 11)
    rain_to_month = _month("musim hujan sampai bulan", 4)

    class Meta:
        verbose_name = "perkiraan waktu tempuh"


class TravelTime(models.Model):
    """What the office knows of the way between two kecamatan in a season, both ways alike; stands before an estimate.

    `minutes` empty: there is no way in that season.
    """

    first = models.ForeignKey(District, verbose_name="kecamatan", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(District, verbose_name="ke kecamatan", on_delete=models.CASCADE, related_name="+")
    season = models.CharField("musim", max_length=4, choices=Season.choices)
    minutes = models.PositiveIntegerField(
        "waktu tempuh (menit)", null=True, blank=True, help_text="Kosongkan bila tidak dapat dilalui pada musim itu."
    )
    source = models.CharField("sumber", max_length=160, help_text="Dari siapa dan kapan diketahui.")

    class Meta:
        ordering = ["first__name", "second__name", "season"]
        verbose_name = "waktu tempuh"
        verbose_name_plural = "waktu tempuh"
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second", "season"],
                name="reference_travel_once",
                violation_error_message="Perjalanan ini sudah dicatat untuk musim itu. Ubah yang sudah ada.",
            ),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")),
                name="reference_travel_in_order",
                violation_error_message="Pilih dua kecamatan yang berbeda.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} – {self.second}, musim {self.get_season_display()}"

    def clean(self) -> None:
        """Keep the pair in the order of its codes, so that it stands once."""
        if self.first_id and self.second_id and self.first_id > self.second_id:
            self.first_id, self.second_id = self.second_id, self.first_id
