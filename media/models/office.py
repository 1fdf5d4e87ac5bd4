"""What the office decides about videos; edited in `/studio/`."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

# The middle of the Rp8.000 to Rp15.000 that a gigabyte of prepaid data costs here: an estimate, which the office knows
# better than we do.
RUPIAH_PER_MB = 12


@register_setting(icon="media")
class VideoSettings(BaseGenericSetting):
    """What a megabyte costs a learner: turns sizes into money on the screens of instructors."""

    rupiah_per_mb = models.PositiveSmallIntegerField(
        "harga data per MB (rupiah)",
        default=RUPIAH_PER_MB,
        validators=[
            MinValueValidator(1, "Isi paling sedikit 1 rupiah."),
            MaxValueValidator(1000, "Isi paling banyak 1.000 rupiah per MB. Paket Rp12.000 per GB berarti 12."),
        ],
        help_text="Perkiraan bagi peserta prabayar. Paket Rp12.000 per GB berarti Rp12 per MB.",
    )

    class Meta:
        verbose_name = "biaya data video"
