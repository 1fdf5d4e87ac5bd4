"""The counter of a register in a year."""

from django.db import models

from certificates.models.certificate import Series


class NumberCounter(models.Model):
    """The last number given in a register and year. Its row is the lock under which numbers are given."""

    series = models.CharField("buku nomor", max_length=12, choices=Series.choices)
    year = models.PositiveSmallIntegerField("tahun")
    last = models.PositiveIntegerField("nomor terakhir", default=0)

    class Meta:
        verbose_name = "penghitung nomor"
        verbose_name_plural = "penghitung nomor"
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="certificates_counter_once")]

    def __str__(self) -> str:
        return f"{self.series} {self.year}: {self.last}"
