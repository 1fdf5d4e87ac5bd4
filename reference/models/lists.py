"""Places, sectors and topics: reference data from CSV files, loaded by `load_reference`, edited by the office."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

is_kbli = RegexValidator(r"^\d{5}$", "Kode KBLI terdiri dari lima angka. Contoh: 10794.")


class LoadedRow(models.Model):
    """A row from a file. `loaded` keeps what the file said, so that the office's edits can be told from it."""

    loaded = models.JSONField(default=dict, editable=False)
    source = models.TextField("sumber", blank=True)

    class Meta:
        abstract = True


class Place(LoadedRow):
    """A point on the map. Points of the files are centres of areas: somewhere in the place, not its town."""

    latitude = models.DecimalField("lintang", max_digits=7, decimal_places=4, null=True, blank=True)
    longitude = models.DecimalField("bujur", max_digits=8, decimal_places=4, null=True, blank=True)

    class Meta:
        abstract = True


class Regency(Place):
    """A kabupaten or kota of Kalimantan Timur.

    `code` is Kemendagri's (64.08), `bps_code` BPS's (6404): two systems, never made one from the other.
    """

    code = models.CharField("kode Kemendagri", max_length=5, primary_key=True)
    bps_code = models.CharField("kode BPS", max_length=4, blank=True)
    name = models.CharField("nama", max_length=60)
    seat = models.CharField("ibu kota", max_length=60, blank=True)
    phone_area_code = models.CharField("kode area telepon", max_length=4, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = "kabupaten/kota"
        verbose_name_plural = "kabupaten/kota"

    def __str__(self) -> str:
        return self.name


class District(Place):
    """A kecamatan of Kutai Timur with how far and how connected it is; hours, remoteness and signal are the office's.

    `name` is the everyday name (Kongbeng), `official_name` Kemendagri's where it differs (Kombeng).
    """

    class Remoteness(models.IntegerChoices):
        NEAR = 0, "dekat"
        MEDIUM = 1, "sedang"
        REMOTE = 2, "terpencil"

    class Signal(models.TextChoices):
        GOOD = "good", "ada di semua desa"
        PARTIAL = "partial", "tidak ada di sebagian desa"
        POOR = "poor", "tidak ada di banyak desa"

    code = models.CharField("kode Kemendagri", max_length=8, primary_key=True)
    bps_code = models.CharField("kode BPS", max_length=7, blank=True)
    name = models.CharField("nama", max_length=60, unique=True)
    official_name = models.CharField("nama resmi, bila berbeda", max_length=60, blank=True)
    seat = models.CharField("ibu kota kecamatan", max_length=60, blank=True)
    remote = models.PositiveSmallIntegerField("keterpencilan", choices=Remoteness.choices)
    signal = models.CharField("sinyal", max_length=8, choices=Signal.choices, default=Signal.PARTIAL)
    access = models.CharField("jalan masuk", max_length=60, blank=True, help_text="Darat, sungai, atau laut.")
    distance_km = models.DecimalField("jarak ke Sangatta (km)", max_digits=5, decimal_places=1, null=True, blank=True)
    hours_dry_min = models.DecimalField(
        "waktu tempuh kemarau, paling cepat (jam)", max_digits=4, decimal_places=1, null=True, blank=True
    )
    hours_dry_max = models.DecimalField(
        "waktu tempuh kemarau, paling lama (jam)", max_digits=4, decimal_places=1, null=True, blank=True
    )
    hours_rain_min = models.DecimalField(
        "waktu tempuh musim hujan, paling cepat (jam)", max_digits=4, decimal_places=1, null=True, blank=True
    )
    hours_rain_max = models.DecimalField(
        "waktu tempuh musim hujan, paling lama (jam)", max_digits=4, decimal_places=1, null=True, blank=True
    )
    postal_code = models.CharField(
        "kode pos utama", max_length=5, blank=True, help_text="Kode pos yang tepat tercatat per desa."
    )
    notes = models.TextField("catatan", blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = "kecamatan"
        verbose_name_plural = "kecamatan"
        constraints = [
            models.CheckConstraint(condition=Q(remote__lte=2), name="reference_district_remote_known"),
            models.CheckConstraint(
                condition=Q(hours_dry_min__lte=F("hours_dry_max"))
                | Q(hours_dry_min__isnull=True)
                | Q(hours_dry_max__isnull=True),
                name="reference_district_dry_hours_in_order",
                violation_error_message="Waktu tempuh kemarau paling cepat tidak boleh melebihi yang paling lama.",
            ),
            models.CheckConstraint(
                condition=Q(hours_rain_min__lte=F("hours_rain_max"))
                | Q(hours_rain_min__isnull=True)
                | Q(hours_rain_max__isnull=True),
                name="reference_district_rain_hours_in_order",
                violation_error_message="Waktu tempuh saat hujan paling cepat tidak boleh melebihi yang paling lama.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Village(Place):
    """A desa or kelurahan. `blankspot_reported`: listed once as without signal (its office has a connection)."""

    code = models.CharField("kode Kemendagri", max_length=13, primary_key=True)
    bps_code = models.CharField("kode BPS", max_length=10, blank=True)
    name = models.CharField("nama", max_length=60)
    district = models.ForeignKey(District, verbose_name="kecamatan", on_delete=models.PROTECT, related_name="villages")
    is_kelurahan = models.BooleanField("kelurahan", default=False)
    blankspot_reported = models.BooleanField("pernah dilaporkan tanpa sinyal", default=False)
    postal_code = models.CharField("kode pos", max_length=5, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = "desa/kelurahan"
        verbose_name_plural = "desa/kelurahan"
        constraints = [models.UniqueConstraint(fields=["district", "name"], name="reference_village_name_once")]

    def __str__(self) -> str:
        return self.name


class Sector(LoadedRow):
    """A line of products by KBLI, in both editions; a code is empty where it is not known.

    One code may mean different things in the two editions (13133), so a code is never shown without its edition.
    """

    class Status(models.TextChoices):
        UNKNOWN = "", "belum ada"
        SOURCED = "S", "bersumber"
        UNVERIFIED = "O", "perlu diperiksa"

    name = models.CharField("produk", max_length=80, unique=True)
    kbli2020 = models.CharField("KBLI 2020", max_length=5, blank=True, validators=[is_kbli])
    title2020 = models.CharField("judul KBLI 2020", max_length=120, blank=True)
    status2020 = models.CharField("status kode 2020", max_length=1, blank=True, choices=Status.choices)
    kbli2025 = models.CharField("KBLI 2025", max_length=5, blank=True, validators=[is_kbli])
    title2025 = models.CharField("judul KBLI 2025", max_length=120, blank=True)
    status2025 = models.CharField("status kode 2025", max_length=1, blank=True, choices=Status.choices)
    section = models.CharField("kategori", max_length=1, blank=True)
    division = models.CharField("golongan pokok", max_length=2, blank=True)
    is_manufacturing = models.BooleanField("industri pengolahan", default=True)
    is_special = models.BooleanField(
        "dapat menjadi binaan khusus",
        default=False,
        db_default=False,
        help_text="Bukan industri pengolahan, tetapi lazim ikut bimtek, misalnya bengkel.",
    )
    notes = models.TextField("catatan", blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = "bidang usaha"
        verbose_name_plural = "bidang usaha"

    def __str__(self) -> str:
        return self.name


class Topic(LoadedRow):
    """What a course is about, for the catalogue's filter: kemasan, pemasaran, kuliner, ..."""

    slug = models.SlugField("nama pendek", primary_key=True)
    name = models.CharField("nama", max_length=60, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = "topik"
        verbose_name_plural = "topik"

    def __str__(self) -> str:
        return self.name


class DatedRule(LoadedRow):
    """A rule of size: holds from `valid_from` until a later one begins. Amounts are whole rupiah.

    The files' rules come from published regulations; the office confirms or replaces them (`is_confirmed`). Until
    then what follows from them is for the office alone.
    """

    code = models.SlugField("nama pendek", primary_key=True)
    valid_from = models.DateField("berlaku sejak")
    legal_source = models.CharField("dasar hukum", max_length=160)
    is_confirmed = models.BooleanField(
        "sudah dipastikan dinas",
        default=False,
        help_text="Baru setelah dipastikan, golongan tampil bagi pemilik usaha.",
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.legal_source


class IndustryRule(DatedRule):
    """Industri kecil, menengah, besar by workers and investment without land and buildings (UU 3/2014 art. 102)."""

    small_workers_max = models.PositiveIntegerField("tenaga kerja industri kecil, paling banyak")
    small_investment_below = models.BigIntegerField("investasi industri kecil, di bawah (rupiah)")
    medium_investment_max = models.BigIntegerField("investasi industri menengah, paling banyak (rupiah)")

    class Meta:
        ordering = ["-valid_from"]
        verbose_name = "aturan ukuran IKM"
        verbose_name_plural = "aturan ukuran IKM"
        constraints = [
            models.CheckConstraint(
                condition=Q(small_investment_below__lte=F("medium_investment_max")),
                name="reference_industry_rule_in_order",
                violation_error_message="Batas industri kecil tidak boleh melebihi batas industri menengah.",
            )
        ]


class MsmeRule(DatedRule):
    """Usaha mikro, kecil, menengah by capital without land and buildings, or by sales a year; upper bounds included."""

    capital_micro_max = models.BigIntegerField("modal usaha mikro, paling banyak (rupiah)")
    capital_small_max = models.BigIntegerField("modal usaha kecil, paling banyak (rupiah)")
    capital_medium_max = models.BigIntegerField("modal usaha menengah, paling banyak (rupiah)")
    sales_micro_max = models.BigIntegerField("omzet usaha mikro, paling banyak (rupiah)")
    sales_small_max = models.BigIntegerField("omzet usaha kecil, paling banyak (rupiah)")
    sales_medium_max = models.BigIntegerField("omzet usaha menengah, paling banyak (rupiah)")

    class Meta:
        ordering = ["-valid_from"]
        verbose_name = "aturan ukuran UMKM"
        verbose_name_plural = "aturan ukuran UMKM"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    capital_micro_max__lt=F("capital_small_max"),
                    capital_small_max__lt=F("capital_medium_max"),
                    sales_micro_max__lt=F("sales_small_max"),
                    sales_small_max__lt=F("sales_medium_max"),
                ),
                name="reference_msme_rule_in_order",
                violation_error_message="Batas harus naik dari mikro ke kecil ke menengah.",
            )
        ]
