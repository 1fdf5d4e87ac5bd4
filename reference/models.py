"""Places, sectors and topics: reference data from CSV files, loaded by `load_reference`."""

from django.db import models


class Regency(models.Model):
    """A kabupaten or kota of Kalimantan Timur. `code` is Kemendagri's (64.08), `bps_code` BPS's (6404)."""

    code = models.CharField("kode Kemendagri", max_length=5, primary_key=True)
    name = models.CharField("nama", max_length=60)

    class Meta:
        ordering = ["name"]
        verbose_name = "kabupaten/kota"
        verbose_name_plural = "kabupaten/kota"

    def __str__(self) -> str:
        return self.name


class District(models.Model):
    """A kecamatan of Kutai Timur with how far and how connected it is.

    `remote`: 0 near, 1 medium, 2 remote (travel over 5 h, bad road or boat). Hours and signal are the office's to edit.
    """

    class Remoteness(models.IntegerChoices):
        NEAR = 0, "dekat"
        MEDIUM = 1, "sedang"
        REMOTE = 2, "terpencil"

    code = models.CharField("kode Kemendagri", max_length=8, primary_key=True)
    bps_code = models.CharField("kode BPS", max_length=7, blank=True)
    name = models.CharField("nama", max_length=60, unique=True)
    official_name = models.CharField("nama resmi", max_length=60, blank=True)
    remote = models.PositiveSmallIntegerField("keterpencilan", choices=Remoteness.choices)

    class Meta:
        ordering = ["name"]
        verbose_name = "kecamatan"
        verbose_name_plural = "kecamatan"

    def __str__(self) -> str:
        return self.name


class Village(models.Model):
    """A desa or kelurahan. `blankspot_reported`: listed once as without signal."""

    code = models.CharField("kode Kemendagri", max_length=13, primary_key=True)
    name = models.CharField("nama", max_length=60)
    district = models.ForeignKey(District, verbose_name="kecamatan", on_delete=models.PROTECT, related_name="villages")
    is_kelurahan = models.BooleanField("kelurahan", default=False)
    blankspot_reported = models.BooleanField("pernah dilaporkan tanpa sinyal", default=False)

    class Meta:
        ordering = ["name"]
        verbose_name = "desa/kelurahan"
        verbose_name_plural = "desa/kelurahan"

    def __str__(self) -> str:
        return self.name


class Sector(models.Model):
    """A line of products by KBLI, with the code in both editions (empty where not confirmed)."""

    name = models.CharField("produk", max_length=80, unique=True)
    kbli2020 = models.CharField("KBLI 2020", max_length=5, blank=True)
    kbli2025 = models.CharField("KBLI 2025", max_length=5, blank=True)
    is_manufacturing = models.BooleanField("industri pengolahan", default=True)

    class Meta:
        ordering = ["name"]
        verbose_name = "bidang usaha"
        verbose_name_plural = "bidang usaha"

    def __str__(self) -> str:
        return self.name


class Topic(models.Model):
    """What a course is about, for the catalogue's filter: kemasan, pemasaran, kuliner, ..."""

    slug = models.SlugField(primary_key=True)
    name = models.CharField("nama", max_length=60, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = "topik"
        verbose_name_plural = "topik"

    def __str__(self) -> str:
        return self.name
