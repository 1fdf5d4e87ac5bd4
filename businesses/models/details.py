"""What is known about a business in several rows: figures of a year, products, numbers, needs, trainings."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from modelcluster.fields import ParentalKey

from businesses.legal_numbers import NumberKind, normalise_number
from businesses.models.business import Business, KbliEdition, is_kbli

YEAR = [MinValueValidator(1990, "Periksa tahunnya."), MaxValueValidator(2100, "Periksa tahunnya.")]


class YearFigures(models.Model):
    """The raw numbers of one year; empty is unknown, 0 is none. Amounts in whole rupiah.

    Turnover, capital and workers of a sole owner are close to personal finance: the office alone sees them.
    """

    business = ParentalKey(Business, on_delete=models.CASCADE, related_name="figures")
    year = models.PositiveSmallIntegerField("tahun", validators=YEAR)
    workers = models.PositiveIntegerField("tenaga kerja (L dan P)", null=True, blank=True)
    workers_female = models.PositiveIntegerField("di antaranya perempuan", null=True, blank=True)
    investment_rupiah = models.PositiveBigIntegerField(
        "nilai investasi (rupiah)", null=True, blank=True, help_text="Di luar tanah dan bangunan."
    )
    capital_rupiah = models.PositiveBigIntegerField(
        "modal usaha (rupiah)", null=True, blank=True, help_text="Di luar tanah dan bangunan."
    )
    sales_rupiah = models.PositiveBigIntegerField("omzet setahun (rupiah)", null=True, blank=True)
    production_rupiah = models.PositiveBigIntegerField("nilai produksi setahun (rupiah)", null=True, blank=True)
    raw_material_rupiah = models.PositiveBigIntegerField("nilai bahan baku setahun (rupiah)", null=True, blank=True)

    class Meta:
        ordering = ["-year"]
        verbose_name = "angka setahun"
        verbose_name_plural = "angka per tahun"
        constraints = [
            models.UniqueConstraint(fields=["business", "year"], name="businesses_figures_once_a_year"),
            models.CheckConstraint(
                condition=Q(workers_female__isnull=True) | Q(workers_female__lte=F("workers")),
                name="businesses_figures_women_among_workers",
                violation_error_message="Tenaga kerja perempuan tidak boleh melebihi seluruh tenaga kerja.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)


class Product(models.Model):
    """A product with what can be made of it in a year."""

    business = ParentalKey(Business, on_delete=models.CASCADE, related_name="products")
    name = models.CharField("produk", max_length=120)
    sector = models.ForeignKey(
        "reference.Sector", verbose_name="bidang", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    kbli = models.CharField("kode KBLI", max_length=5, blank=True, validators=[is_kbli])
    kbli_edition = models.PositiveSmallIntegerField("edisi KBLI", null=True, blank=True, choices=KbliEdition.choices)
    capacity = models.DecimalField("kapasitas setahun", max_digits=14, decimal_places=2, null=True, blank=True)
    capacity_unit = models.CharField("satuan", max_length=20, blank=True, help_text="Misalnya kg, bungkus, buah.")

    class Meta:
        ordering = ["pk"]
        verbose_name = "produk"
        verbose_name_plural = "produk"

    def __str__(self) -> str:
        return self.name


class LegalNumber(models.Model):
    """A number of a permit or certificate. Kept as it is even when its form looks wrong: warned of, never refused.

    One number may stand with several businesses: a NIB belongs to an owner, who may have more than one.
    """

    business = ParentalKey(Business, on_delete=models.CASCADE, related_name="numbers")
    kind = models.CharField("jenis", max_length=8, choices=NumberKind.choices)
    number = models.CharField("nomor", max_length=40)
    issued_on = models.DateField("terbit", null=True, blank=True)
    expires_on = models.DateField("berlaku sampai", null=True, blank=True)

    class Meta:
        ordering = ["kind", "pk"]
        verbose_name = "nomor legalitas"
        verbose_name_plural = "nomor legalitas"
        indexes = [models.Index(fields=["kind", "number"], name="businesses_number")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

    def clean(self) -> None:
        """Bring the number to the form it is searched in."""
        self.number = normalise_number(self.kind, self.number)


class Need(models.Model):
    """What the owner asks help for."""

    class Topic(models.TextChoices):
        PRODUCTION = "production", "Produksi dan mutu"
        PACKAGING = "packaging", "Kemasan dan label"
        LEGALITY = "legality", "Legalitas"
        MARKETING = "marketing", "Pemasaran"
        FINANCE = "finance", "Keuangan dan HPP"
        TOOLS = "tools", "Peralatan"
        MATERIAL = "material", "Bahan baku"
        FUNDING = "funding", "Pembiayaan"
        EXPORT = "export", "Ekspor"
        OTHER = "other", "Lainnya"

    business = ParentalKey(Business, on_delete=models.CASCADE, related_name="needs")
    topic = models.CharField("kebutuhan", max_length=10, choices=Topic.choices)
    text = models.CharField("uraian", max_length=200, blank=True)
    met_on = models.DateField("terpenuhi", null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = "kebutuhan"
        verbose_name_plural = "kebutuhan"

    def __str__(self) -> str:
        return self.get_topic_display()


class Training(models.Model):
    """A training or an aid that the business got, from whomever; courses of this product are known to `courses`."""

    class Kind(models.TextChoices):
        TRAINING = "training", "Pelatihan"
        AID = "aid", "Bantuan"

    business = ParentalKey(Business, on_delete=models.CASCADE, related_name="trainings")
    kind = models.CharField("jenis", max_length=8, choices=Kind.choices, default=Kind.TRAINING)
    name = models.CharField("nama pelatihan atau bantuan", max_length=120)
    organiser = models.CharField("penyelenggara", max_length=120, blank=True)
    year = models.PositiveSmallIntegerField("tahun", null=True, blank=True, validators=YEAR)

    class Meta:
        ordering = ["-year", "pk"]
        verbose_name = "pelatihan dan bantuan"
        verbose_name_plural = "pelatihan dan bantuan"

    def __str__(self) -> str:
        return self.name
