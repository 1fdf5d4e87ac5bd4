"""A business of the registry and the people in it."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from modelcluster.models import ClusterableModel

from businesses.classifying import IndustrySize, MsmeSize, Office

is_kbli = RegexValidator(r"^\d{5}$", "Kode KBLI terdiri dari lima angka. Contoh: 10794.")


class KbliEdition(models.IntegerChoices):
    """One code may mean different things in the two editions (13133), so no code goes without its edition."""

    E2020 = 2020, "KBLI 2020"
    E2025 = 2025, "KBLI 2025"


class BusinessStatus(models.TextChoices):
    """Whether it works; the rule stands in `status_rule.py`."""

    ACTIVE = "active", "Aktif"
    DORMANT = "dormant", "Dorman"
    INACTIVE = "inactive", "Tidak aktif"
    CLOSED = "closed", "Tutup"


class StatusReason(models.TextChoices):
    """Why it stopped."""

    CAPITAL = "capital", "Modal"
    MATERIAL = "material", "Bahan baku"
    MARKET = "market", "Pasar"
    OWNER = "owner", "Pemilik sakit atau pindah"
    SEASON = "season", "Musim"
    OTHER = "other", "Lainnya"


class Leading(models.TextChoices):
    """What an officer decided about a business as IKM unggulan; empty while nobody has."""

    YES = "yes", "Unggulan"
    NO = "no", "Bukan unggulan"


class Origin(models.TextChoices):
    """Where the raw material comes from."""

    VILLAGE = "village", "Desa sendiri"
    REGENCY = "regency", "Kutai Timur"
    PROVINCE = "province", "Kalimantan Timur"
    ELSEWHERE = "elsewhere", "Luar Kalimantan Timur"
    ABROAD = "abroad", "Luar negeri"


def flag(label: str) -> Any:
    """Return a yes-or-no column that rows written by the code before this one leave at no."""
    return models.BooleanField(label, default=False, db_default=False)


def text(label: str, length: int, **options: Any) -> Any:
    """Return a short text that may be empty, also for the code before this one."""
    return models.CharField(label, max_length=length, blank=True, default="", db_default="", **options)


class Business(ClusterableModel):
    """An IKM business: the raw facts, as its owner or an officer wrote them down.

    `industry_size`, `msme_size`, `office` and `is_leading_proposed` are what followed from the facts when `sizing.py`
    last looked: for lists and filters, never the truth. `leading` is the latest `LeadingDecision`. `version` counts up
    with every act of a person, so that nobody overwrites what they have not seen. `last_sign_on` is the last day that
    it is known to have lived, kept by `reviewing_status.py`.
    Field list: the office's own forms.
    """

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
    kbli = text("kode KBLI", 5, validators=[is_kbli])
    kbli_edition = models.PositiveSmallIntegerField(
        "edisi KBLI", null=True, blank=True, choices=KbliEdition.choices, help_text="Edisi kode di NIB."
    )
    village = models.ForeignKey(
        "reference.Village", verbose_name="desa", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    address = text("alamat", 200)
    started_year = models.PositiveSmallIntegerField(
        "tahun mulai",
        null=True,
        blank=True,
        validators=[MinValueValidator(1900, "Periksa tahunnya."), MaxValueValidator(2100, "Periksa tahunnya.")],
    )
    raw_material = text("bahan baku utama", 120)
    raw_material_origin = text("asal bahan baku", 10, choices=Origin.choices)
    local_suppliers = models.PositiveSmallIntegerField(
        "pemasok setempat",
        null=True,
        blank=True,
        help_text="Berapa orang atau usaha di sekitar yang memasok bahan. Kosongkan bila belum diketahui.",
    )
    sells_in_village = flag("dijual di desa sendiri")
    sells_in_regency = flag("dijual di Kutai Timur")
    sells_outside = flag("dijual di luar Kutai Timur")
    sells_abroad = flag("diekspor")
    sells_online = flag("dijual daring")
    has_siinas = flag("punya akun SIINas")
    produced_on = models.DateField(
        "terakhir berproduksi", null=True, blank=True, help_text="Sejauh yang diketahui, dari siapa pun."
    )

    status = models.CharField(
        "status",
        max_length=8,
        choices=BusinessStatus.choices,
        default=BusinessStatus.ACTIVE,
        db_default=BusinessStatus.ACTIVE.value,
        editable=False,
    )
    is_declared = models.BooleanField("dinyatakan oleh orang", default=False, db_default=False, editable=False)
    last_sign_on = models.DateField("kabar terakhir", null=True, editable=False)
    industry_size = text("golongan industri", 8, choices=IndustrySize.choices, editable=False)
    msme_size = text("golongan UMKM", 8, choices=MsmeSize.choices, editable=False)
    office = text("ditangani", 8, choices=Office.choices, editable=False)
    is_leading_proposed = models.BooleanField("diusulkan unggulan", default=False, db_default=False, editable=False)
    leading = text("unggulan", 3, choices=Leading.choices, editable=False)
    is_checked_next = models.BooleanField("perlu diperiksa", default=False, db_default=False, editable=False)

    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)
    is_demo = models.BooleanField("data contoh", default=False, editable=False)
    created_at = models.DateTimeField("dicatat", auto_now_add=True)
    updated_at = models.DateTimeField("diubah", null=True, editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="diubah oleh",
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

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
