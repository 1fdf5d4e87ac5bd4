"""A certificate is a frozen fact: what was true when its number was given stays written, whatever changes later."""

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from certificates.codes import make_code, make_token


class CertificateState(models.TextChoices):
    """The one way a row goes. Labels of issued, superseded and revoked are what the check page says to a stranger."""

    ELIGIBLE = "eligible", "Menunggu persetujuan"
    APPROVED = "approved", "Disetujui"
    NUMBERED = "numbered", "Sedang dibuat"
    ISSUED = "issued", "Sah"
    SUPERSEDED = "superseded", "Diganti"
    REVOKED = "revoked", "Dicabut"
    CANCELLED = "cancelled", "Batal"


WORK_STATES = (CertificateState.APPROVED, CertificateState.NUMBERED)  # what a worker has something to do for
OPEN_STATES = (CertificateState.ELIGIBLE, *WORK_STATES)
UNNUMBERED_STATES = (CertificateState.ELIGIBLE, CertificateState.APPROVED)
FILELESS_STATES = (*OPEN_STATES, CertificateState.CANCELLED)
PAST_STATES = (CertificateState.SUPERSEDED, CertificateState.REVOKED, CertificateState.CANCELLED)
PUBLIC_STATES = (CertificateState.ISSUED, CertificateState.SUPERSEDED, CertificateState.REVOKED)


class Kind(models.TextChoices):
    """What the sheet says: that a course was passed, or that it was followed."""

    CERTIFICATE = "certificate", "Sertifikat"
    PARTICIPATION = "participation", "Surat Keterangan Mengikuti"


class Series(models.TextChoices):
    """Registers, each with numbers of its own. Demo rows have theirs, so that the real one keeps no gap of them."""

    CERTIFICATE = "sertifikat", "Sertifikat"
    PARTICIPATION = "keterangan", "Surat Keterangan Mengikuti"
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
        """Leave out what was replaced, revoked or cancelled."""
        return self.exclude(state__in=PAST_STATES)

    def waiting(self) -> "CertificateQuerySet":
        """Keep what waits for the head's decision; also what an older release numbered without one."""
        return self.filter(
            Q(state=CertificateState.ELIGIBLE) | Q(state=CertificateState.NUMBERED, approval__isnull=True)
        )

    def with_root(self) -> "CertificateQuerySet":
        """Add `approved_root`, the hash of the decision that covers the row."""
        return self.annotate(approved_root=F("approval__root"))

    def public(self) -> "CertificateQuerySet":
        """Keep what a stranger may learn of: what was issued once."""
        return self.filter(state__in=PUBLIC_STATES)


class Certificate(models.Model):
    """One certificate of one person for one course.

    Erasing the person leaves the row in the register without the link. `enrolment_id` is the number of the row in
    `courses`, kept without a foreign key: it may go away with the person. `modules` is a list of [title, JP].
    `letterhead` holds the office's words and signer as they were when the head approved. A worker owns an open row
    until `claimed_until`; after that any other may take it over. A correction is a row of its own that `replaces` the
    one before, with its number and the next `version`. `code` is typed, `token` stands in the QR (rows issued before
    there were tokens have their code there). `status_index` is the row's bit in the status list of its register.
    """

    state = models.CharField(
        "keadaan", max_length=10, choices=CertificateState.choices, default=CertificateState.ELIGIBLE, db_index=True
    )
    code = models.CharField("kode pemeriksaan", max_length=24, unique=True, default=make_code, editable=False)
    token = models.CharField("kode QR", max_length=26, unique=True, null=True, default=make_token, editable=False)
    kind = models.CharField(
        "jenis", max_length=14, choices=Kind.choices, default=Kind.CERTIFICATE, db_default=Kind.CERTIFICATE.value
    )
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
    name_confirmed_at = models.DateTimeField("nama dipastikan pemilik", null=True)
    business_name = models.CharField("usaha", max_length=120, blank=True)
    village_name = models.CharField("desa/kelurahan", max_length=80, blank=True)
    district_name = models.CharField("kecamatan", max_length=60, blank=True)
    regency_name = models.CharField("kabupaten/kota lain", max_length=60, blank=True)
    course_title = models.CharField("kursus", max_length=255)
    course_slug = models.SlugField("alamat kursus", max_length=255, allow_unicode=True)
    modules = models.JSONField("materi", default=list)
    jp = models.PositiveSmallIntegerField("jumlah JP")
    way = models.CharField("cara diselenggarakan", max_length=200, default="daring", db_default="daring")
    pretest_score = models.PositiveSmallIntegerField("nilai tes awal", null=True)
    final_score = models.PositiveSmallIntegerField("nilai akhir", null=True)
    predicate = models.CharField("predikat", max_length=60, blank=True)
    attendance_percent = models.PositiveSmallIntegerField("kehadiran (%)")
    started_on = models.DateField("mulai")
    completed_on = models.DateField("lulus")

    series = models.CharField("buku nomor", max_length=12, choices=Series.choices, default=Series.CERTIFICATE)
    year = models.PositiveSmallIntegerField("tahun", null=True)
    number = models.PositiveIntegerField("nomor urut", null=True)
    number_text = models.CharField("nomor", max_length=120, blank=True)
    version = models.PositiveSmallIntegerField("versi", default=1, db_default=1)
    replaces = models.ForeignKey(
        "self", verbose_name="menggantikan", null=True, on_delete=models.RESTRICT, related_name="replacements"
    )
    status_index = models.PositiveIntegerField("nomor dalam daftar status", null=True)
    approval = models.ForeignKey(
        "certificates.Approval",
        verbose_name="persetujuan",
        null=True,
        on_delete=models.RESTRICT,
        related_name="certificates",
    )
    issued_at = models.DateTimeField("terbit", null=True)
    template_version = models.PositiveSmallIntegerField("versi lembar", default=1)
    letterhead = models.JSONField("kop dan penanda tangan", default=dict)

    file = models.FileField("berkas PDF", storage=private_storage, max_length=100, blank=True)
    sha256 = models.CharField("SHA-256 berkas", max_length=64, blank=True, db_index=True)
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
            models.UniqueConstraint(
                fields=["series", "year", "number", "version"],
                condition=~Q(state=CertificateState.CANCELLED) | Q(version=1),
                name="certificates_number_once",
            ),
            models.UniqueConstraint(
                fields=["number_text", "version"],
                condition=~Q(number_text="") & (~Q(state=CertificateState.CANCELLED) | Q(version=1)),
                name="certificates_number_text_once",
            ),
            models.UniqueConstraint(
                fields=["replaces"],
                condition=~Q(state=CertificateState.CANCELLED),
                name="certificates_one_correction",
            ),
            models.UniqueConstraint(fields=["series", "year", "status_index"], name="certificates_status_index_once"),
            models.UniqueConstraint(
                fields=["person", "course_slug", "kind"],
                condition=~Q(state__in=PAST_STATES) & Q(replaces__isnull=True),
                name="certificates_one_current",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=(*UNNUMBERED_STATES, CertificateState.CANCELLED),
                    number__isnull=True,
                    year__isnull=True,
                    number_text="",
                )
                | Q(number__isnull=False, year__isnull=False, issued_at__isnull=False)
                & ~Q(number_text="")
                & ~Q(state__in=UNNUMBERED_STATES),
                name="certificates_number_from_numbered_on",
            ),
            models.CheckConstraint(
                condition=Q(state__in=FILELESS_STATES, file="", sha256="")
                | ~Q(state__in=FILELESS_STATES) & ~Q(file="", sha256=""),
                name="certificates_file_when_issued",
            ),
            models.CheckConstraint(
                condition=~Q(state=CertificateState.APPROVED) | Q(approval__isnull=False),
                name="certificates_approved_by_somebody",
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
        """Whether it is on its way, and not issued yet."""
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

    @property
    def qr_url(self) -> str:
        """The same by the long code that only phones read; rows from before there was one have the short code."""
        return reverse("certificate_check", args=[self.token or self.code])
