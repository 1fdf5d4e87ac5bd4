"""Classes (angkatan): who learns a course together, when they meet, who came, and what the class gave them.

A class is a frame around enrolments: leaving it, or deleting a draft, leaves the enrolment as it is. Places and
members of a class that is closed never change (`courses.cohorts` holds that; the rows here hold the rest).
"""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from courses.models.records import Enrolment

MOST_MEMBERS = 200
MOST_JP = 16  # of one meeting: a long day


class CohortMode(models.TextChoices):
    """Where a class learns."""

    ONLINE = "daring", "Daring"
    FACE_TO_FACE = "luring", "Tatap muka"
    BLENDED = "campuran", "Campuran"


class CohortState(models.TextChoices):
    """A draft is gathered, an open class runs, a closed one has given everybody what they get."""

    DRAFT = "draf", "Disiapkan"
    OPEN = "berjalan", "Berjalan"
    CLOSED = "ditutup", "Ditutup"


class PassRule(models.TextChoices):
    """What a certificate asks of a member."""

    COURSE = "kursus", "Lulus kursus: pelajaran, tugas, dan tes akhir"
    ATTENDANCE = "kehadiran", "Kehadiran di pertemuan"


class Outcome(models.TextChoices):
    """What the closed class gave a member."""

    NONE = "", "Belum ditutup"
    CERTIFICATE = "sertifikat", "Sertifikat"
    PARTICIPATION = "keterangan", "Surat Keterangan Mengikuti"
    NOTHING = "tidak", "Tidak ada"


class Cohort(models.Model):
    """One class of one course, e.g. angkatan 3 of `Kemasan Produk IKM`."""

    course = models.ForeignKey(
        "courses.CoursePage", verbose_name="kursus", on_delete=models.PROTECT, related_name="cohorts"
    )
    title = models.CharField("nama angkatan", max_length=120, help_text="Misalnya: Kemasan untuk perajin Busang.")
    number = models.PositiveSmallIntegerField(
        "angkatan ke-", validators=[MinValueValidator(1)], help_text="Nomor urut angkatan di kursus ini."
    )
    starts_on = models.DateField("mulai")
    ends_on = models.DateField("selesai")
    mode = models.CharField("cara", max_length=10, choices=CohortMode.choices)
    place = models.CharField(
        "tempat", max_length=160, blank=True, help_text="Wajib untuk tatap muka dan campuran, misalnya: Balai Desa."
    )
    capacity = models.PositiveSmallIntegerField(
        "kursi", default=40, validators=[MinValueValidator(1), MaxValueValidator(MOST_MEMBERS)]
    )
    rule = models.CharField("syarat sertifikat", max_length=10, choices=PassRule.choices, default=PassRule.COURSE)
    min_attendance = models.PositiveSmallIntegerField(
        "kehadiran paling sedikit (%)",
        default=80,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text="Berlaku bila syarat sertifikatnya kehadiran.",
    )
    teacher = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="pengajar",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Boleh mencatat kehadiran di pertemuan angkatan ini.",
    )
    state = models.CharField(
        "keadaan", max_length=10, choices=CohortState.choices, default=CohortState.DRAFT, db_index=True, editable=False
    )
    closed_at = models.DateTimeField("ditutup pada", null=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="ditutup oleh",
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField("dibuat", auto_now_add=True)

    class Meta:
        verbose_name = "angkatan"
        verbose_name_plural = "angkatan"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "number"],
                name="courses_cohort_number_once",
                violation_error_message="Nomor angkatan ini sudah dipakai di kursus tersebut.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="courses_cohort_ends_after_start",
                violation_error_message="Tanggal selesai tidak boleh sebelum tanggal mulai.",
            ),
            models.CheckConstraint(
                condition=Q(mode=CohortMode.ONLINE) | ~Q(place=""),
                name="courses_cohort_has_place",
                violation_error_message="Isi tempatnya: angkatan ini bertemu muka.",
            ),
            models.CheckConstraint(
                condition=Q(capacity__range=(1, MOST_MEMBERS)), name="courses_cohort_capacity_in_range"
            ),
            models.CheckConstraint(
                condition=Q(min_attendance__range=(1, 100)), name="courses_cohort_attendance_in_range"
            ),
            models.CheckConstraint(
                condition=Q(state=CohortState.CLOSED, closed_at__isnull=False)
                | (~Q(state=CohortState.CLOSED) & Q(closed_at__isnull=True)),
                name="courses_cohort_closed_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} (angkatan {self.number})"

    @property
    def is_closed(self) -> bool:
        """Whether nothing in it may change any more."""
        return self.state == CohortState.CLOSED

    @property
    def is_open(self) -> bool:
        """Whether it runs."""
        return self.state == CohortState.OPEN

    @property
    def is_by_attendance(self) -> bool:
        """Whether being there is what passes."""
        return self.rule == PassRule.ATTENDANCE


class CohortMember(models.Model):
    """One enrolment in one class. `outcome` and `attendance_percent` are written when the class closes."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="members")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="cohort_members")
    added_at = models.DateTimeField("ditambahkan")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    outcome = models.CharField("hasil", max_length=10, choices=Outcome.choices, blank=True, default=Outcome.NONE)
    attendance_percent = models.PositiveSmallIntegerField("kehadiran (%)", null=True)

    class Meta:
        verbose_name = "anggota angkatan"
        verbose_name_plural = "anggota angkatan"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "enrolment"], name="courses_member_once"),
            models.CheckConstraint(
                condition=Q(attendance_percent__isnull=True) | Q(attendance_percent__lte=100),
                name="courses_member_attendance_up_to_100",
            ),
        ]

    def __str__(self) -> str:
        return str(self.enrolment.person)


class Meeting(models.Model):
    """One meeting of a class; its JP are what being there counts."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="meetings")
    topic = models.CharField("materi", max_length=160)
    held_on = models.DateField("tanggal")
    starts_at = models.TimeField("jam mulai (WITA)")
    jp = models.PositiveSmallIntegerField(
        "jam pelajaran (JP)",
        validators=[MinValueValidator(1), MaxValueValidator(MOST_JP)],
        help_text="1 JP = 45 menit.",
    )
    place = models.CharField("tempat", max_length=160, blank=True, help_text="Kosongkan bila sama dengan angkatannya.")

    class Meta:
        verbose_name = "pertemuan"
        verbose_name_plural = "pertemuan"
        ordering = ["held_on", "starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "held_on", "starts_at"],
                name="courses_meeting_time_once",
                violation_error_message="Angkatan ini sudah punya pertemuan pada tanggal dan jam itu.",
            ),
            models.CheckConstraint(condition=Q(jp__range=(1, MOST_JP)), name="courses_meeting_jp_in_range"),
        ]

    def __str__(self) -> str:
        return self.topic

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return self.jp * int(settings.COURSES_MINUTES_PER_JP)


class Presence(models.TextChoices):
    """Whether a member came. Being excused explains an absence, it doesn't count as being there."""

    PRESENT = "hadir", "Hadir"
    EXCUSED = "izin", "Izin"
    ABSENT = "tidak", "Tidak hadir"


class MarkedBy(models.TextChoices):
    """How a presence was taken down."""

    SHEET = "lembar", "Daftar hadir"
    QR = "qr", "Kode QR"
    PHOTO = "foto", "Foto daftar hadir"


class Attendance(models.Model):
    """Whether one member came to one meeting, with who wrote it down and how."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    member = models.ForeignKey(CohortMember, on_delete=models.CASCADE, related_name="attendances")
    state = models.CharField("kehadiran", max_length=10, choices=Presence.choices)
    how = models.CharField("dicatat dengan", max_length=10, choices=MarkedBy.choices)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    marked_at = models.DateTimeField("dicatat pada")

    class Meta:
        verbose_name = "kehadiran"
        verbose_name_plural = "kehadiran"
        constraints = [models.UniqueConstraint(fields=["meeting", "member"], name="courses_attendance_once")]

    def __str__(self) -> str:
        return f"{self.meeting_id}, {self.member_id}: {self.state}"


class AttendanceSheetPhoto(models.Model):
    """A photo of the signed paper list: our own JPEG in the private store."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="sheet_photos")
    file = models.CharField(max_length=120)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    uploaded_at = models.DateTimeField("dikirim")

    class Meta:
        verbose_name = "foto daftar hadir"
        verbose_name_plural = "foto daftar hadir"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "file"], name="courses_sheet_photo_once")]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.file}"


class CohortLetter(models.Model):
    """One message to a whole class. `form_key` is the screen's own number: the same screen sends once."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="letters")
    form_key = models.UUIDField("kunci formulir", unique=True, editable=False)
    text = models.TextField("isi pesan", max_length=600)
    receivers = models.PositiveSmallIntegerField("penerima", default=0)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    sent_at = models.DateTimeField("ditulis")

    class Meta:
        verbose_name = "pesan ke angkatan"
        verbose_name_plural = "pesan ke angkatan"
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return self.text[:60]


class Participation(models.Model):
    """An enrolment that is due a `Surat Keterangan Mengikuti`, once; `cohort` is empty where the learner asked."""

    enrolment = models.OneToOneField(Enrolment, on_delete=models.CASCADE, related_name="participation")
    cohort = models.ForeignKey(Cohort, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    due_at = models.DateTimeField("diberikan pada")

    class Meta:
        verbose_name = "surat keterangan mengikuti"
        verbose_name_plural = "surat keterangan mengikuti"

    def __str__(self) -> str:
        return str(self.enrolment)
