"""A certificate is a frozen fact: what was true when its number was given stays written, whatever changes later."""

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from certificates.codes import make_code


class CertificateState(models.TextChoices):
    """The one way a row goes. Labels of the last three are what the check page says to a stranger."""

    ELIGIBLE = "eligible", "Menunggu dibuat"
    NUMBERED = "numbered", "Sedang dibuat"
    ISSUED = "issued", "Sah"
    SUPERSEDED = "superseded", "Diganti"
    REVOKED = "revoked", "Dicabut"


OPEN_STATES = (CertificateState.ELIGIBLE, CertificateState.NUMBERED)
PUBLIC_STATES = (CertificateState.ISSUED, CertificateState.SUPERSEDED, CertificateState.REVOKED)


class Series(models.TextChoices):
    """Registers, each with numbers of its own. Demo rows have theirs, so that the real one keeps no gap of them."""

    CERTIFICATE = "sertifikat", "Sertifikat"
    DEMO = "contoh", "Contoh"


class RevocationReason(models.TextChoices):
    """Why a certificate no longer holds, as the check page says it."""

    WRONG_DATA = "wrong_data", "Data pada sertifikat keliru"
    NOT_ENTITLED = "not_entitled", "Syarat kelulusan ternyata belum dipenuhi"
    MISUSE = "misuse", "Sertifikat disalahgunakan"
    HOLDER_REQUEST = "holder_request", "Permintaan pemilik sertifikat"


def private_storage() -> Storage:
    """Return the storage whose files have no address. A callable, so that migrations name no path."""
    return storages["default"]


class CertificateQuerySet(models.QuerySet["Certificate"]):
    """Questions asked of the register."""

    def current(self) -> "CertificateQuerySet":
        """Leave out what was replaced or revoked."""
        return self.exclude(state__in=[CertificateState.SUPERSEDED, CertificateState.REVOKED])

    def public(self) -> "CertificateQuerySet":
        """Keep what a stranger may learn of: what was issued once."""
        return self.filter(state__in=PUBLIC_STATES)


class Certificate(models.Model):
    """One certificate of one person for one course.

    Erasing the person leaves the row in the register without the link. `enrolment_id` is the number of the row in
    `courses`, kept without a foreign key: it may go away with the person. `modules` is a list of [title, JP].
    `letterhead` holds the office's words and signer as they were when the number was given. A worker owns an open row
    until `claimed_until`; after that any other may take it over.
    """

    state = models.CharField(
        "keadaan", max_length=10, choices=CertificateState.choices, default=CertificateState.ELIGIBLE, db_index=True
    )
    code = models.CharField("kode pemeriksaan", max_length=24, unique=True, default=make_code, editable=False)
    is_demo = models.BooleanField("data contoh", default=False, editable=False)

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="akun pemilik",
        null=True,
        on_delete=models.SET_NULL,
        related_name="certificates",
    )
    enrolment_id = models.PositiveBigIntegerField("nomor kepesertaan", db_index=True, editable=False)
    person_name = models.CharField("nama", max_length=120)
    business_name = models.CharField("usaha", max_length=120, blank=True)
    village_name = models.CharField("desa/kelurahan", max_length=80, blank=True)
    district_name = models.CharField("kecamatan", max_length=60, blank=True)
    regency_name = models.CharField("kabupaten/kota lain", max_length=60, blank=True)
    course_title = models.CharField("kursus", max_length=255)
    course_slug = models.SlugField("alamat kursus", max_length=255, allow_unicode=True)
    modules = models.JSONField("materi", default=list)
    jp = models.PositiveSmallIntegerField("jumlah JP")
    pretest_score = models.PositiveSmallIntegerField("nilai tes awal", null=True)
    final_score = models.PositiveSmallIntegerField("nilai akhir")
    predicate = models.CharField("predikat", max_length=60, blank=True)
    attendance_percent = models.PositiveSmallIntegerField("kehadiran (%)")
    started_on = models.DateField("mulai")
    completed_on = models.DateField("lulus")

    series = models.CharField("buku nomor", max_length=12, choices=Series.choices, default=Series.CERTIFICATE)
    year = models.PositiveSmallIntegerField("tahun", null=True)
    number = models.PositiveIntegerField("nomor urut", null=True)
    number_text = models.CharField("nomor", max_length=120, blank=True)
    issued_at = models.DateTimeField("terbit", null=True)
    template_version = models.PositiveSmallIntegerField("versi lembar", default=1)
    letterhead = models.JSONField("kop dan penanda tangan", default=dict)

    file = models.FileField("berkas PDF", storage=private_storage, max_length=100, blank=True)
    sha256 = models.CharField("SHA-256 berkas", max_length=64, blank=True)
    size_bytes = models.PositiveIntegerField("ukuran berkas", default=0)

    attempts = models.PositiveSmallIntegerField("percobaan", default=0)
    claimed_until = models.DateTimeField("dikerjakan sampai", default=timezone.now)
    reason = models.CharField("hambatan", max_length=40, blank=True)

    revoked_at = models.DateTimeField("dicabut", null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="dicabut oleh", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    revocation_reason = models.CharField(
        "alasan pencabutan", max_length=20, choices=RevocationReason.choices, blank=True
    )
    revocation_note = models.TextField("catatan pencabutan", blank=True)

    created_at = models.DateTimeField("dicatat", auto_now_add=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = "sertifikat"
        verbose_name_plural = "sertifikat"
        ordering = ["-issued_at", "-pk"]
        indexes = [models.Index(fields=["state", "claimed_until"], name="certificates_open_rows")]
        constraints = [
            models.UniqueConstraint(fields=["series", "year", "number"], name="certificates_number_once"),
            models.UniqueConstraint(
                fields=["number_text"], condition=~Q(number_text=""), name="certificates_number_text_once"
            ),
            models.UniqueConstraint(
                fields=["person", "course_slug"],
                condition=~Q(state__in=[CertificateState.SUPERSEDED, CertificateState.REVOKED]),
                name="certificates_one_current",
            ),
            models.CheckConstraint(
                condition=Q(state=CertificateState.ELIGIBLE, number__isnull=True, year__isnull=True, number_text="")
                | Q(number__isnull=False, year__isnull=False, issued_at__isnull=False)
                & ~Q(number_text="")
                & ~Q(state=CertificateState.ELIGIBLE),
                name="certificates_number_from_numbered_on",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_STATES, file="", sha256="")
                | ~Q(state__in=OPEN_STATES) & ~Q(file="", sha256=""),
                name="certificates_file_when_issued",
            ),
            models.CheckConstraint(
                condition=Q(state=CertificateState.REVOKED, revoked_at__isnull=False) & ~Q(revocation_reason="")
                | ~Q(state=CertificateState.REVOKED) & Q(revoked_at__isnull=True, revocation_reason=""),
                name="certificates_revoked_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.number_text or f"{self.person_name} – {self.course_title}"

    @property
    def is_open(self) -> bool:
        """Whether a worker still has something to do for it."""
        return self.state in OPEN_STATES

    @property
    def is_issued(self) -> bool:
        """Whether it holds and can be downloaded."""
        return self.state == CertificateState.ISSUED

    @property
    def download_url(self) -> str:
        """The PDF's address for the holder and the office."""
        return reverse("certificate_pdf", args=[self.code])

    @property
    def check_url(self) -> str:
        """The address at which anybody sees whether it is genuine."""
        return reverse("certificate_check", args=[self.code])


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
