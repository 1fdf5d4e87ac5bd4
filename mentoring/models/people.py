"""Mentors and mentees: what each told about themselves, and their consent to being matched."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mentoring.topics import Topic

MOST_NEEDS = 3
MOST_SEATS = 10


class Stage(models.IntegerChoices):
    """How far a business has come; a mentor is at least one ahead."""

    STARTING = 0, "Baru mulai"
    SELLING = 1, "Sudah berjualan rutin"
    REGISTERED = 2, "Sudah punya NIB"
    LICENSED = 3, "Sudah punya P-IRT, halal, atau izin edar"
    SUPPLYING = 4, "Memasok toko atau luar daerah"


class Gender(models.IntegerChoices):
    """Asked only for the mentees' own wish of the same gender; 0 is not told."""

    UNTOLD = 0, "Tidak ingin menyebutkan"
    WOMAN = 1, "Perempuan"
    MAN = 2, "Laki-laki"


class Profile(models.Model):
    """What both sides tell. `languages`, `hours` and `ways` are sums of bits (mentoring/masks.py), 0: not told.

    Consent is kept with the sentence as it was shown (UU 27/2022); without `consented_at` nobody is matched.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name="orang", on_delete=models.CASCADE, related_name="+"
    )
    business = models.ForeignKey(
        "businesses.Business", verbose_name="usaha", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    stage = models.SmallIntegerField("tahap usaha", choices=Stage.choices, null=True, blank=True)
    languages = models.PositiveIntegerField("bahasa", default=0)
    hours = models.PositiveIntegerField("waktu luang", default=0)
    ways = models.PositiveSmallIntegerField("cara bertemu", default=0)
    gender = models.PositiveSmallIntegerField("jenis kelamin", choices=Gender.choices, default=Gender.UNTOLD)
    waives_rivalry = models.BooleanField("bersedia dengan sesama produk di desa yang sama", default=False)
    shows_business = models.BooleanField("nama usaha boleh ditampilkan sebelum saling setuju", default=False)
    consent_version = models.PositiveSmallIntegerField("versi persetujuan", default=0)
    consent_text = models.TextField("kalimat yang disetujui", blank=True)
    consented_at = models.DateTimeField("disetujui", null=True, blank=True)
    created_at = models.DateTimeField("dibuat", auto_now_add=True)
    is_demo = models.BooleanField("data contoh", default=False, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.person)


class MentorState(models.TextChoices):
    """Where a mentor stands with the office; pausing is beside it."""

    INVITED = "diundang", "Diundang, belum mengisi"
    APPLIED = "mendaftar", "Menunggu persetujuan"
    APPROVED = "disetujui", "Disetujui"
    REFUSED = "ditolak", "Belum dapat diterima"
    LEFT = "berhenti", "Berhenti"


class MentorProfile(Profile):
    """A successful owner who helps others; only an approved one with consent, not paused, is matched.

    `capacity` mentees at once; `group_capacity` members of a group besides, 0 for none; `travel_limit_min` one way.
    """

    state = models.CharField("keadaan", max_length=9, choices=MentorState.choices, default=MentorState.APPLIED)
    capacity = models.PositiveSmallIntegerField("kuota pendampingan", default=2)
    group_capacity = models.PositiveSmallIntegerField("kuota kelompok", default=0)
    travel_limit_min = models.PositiveSmallIntegerField("batas perjalanan (menit sekali jalan)", default=60)
    story = models.TextField("pengalaman usaha", blank=True, max_length=600)
    years = models.PositiveSmallIntegerField("lama usaha (tahun)", null=True, blank=True)
    is_paused = models.BooleanField("sedang jeda", default=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField("diputuskan", null=True, blank=True)
    decision_note = models.CharField("catatan dinas", max_length=300, blank=True)

    class Meta:
        verbose_name = "mentor"
        verbose_name_plural = "mentor"
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "is_paused"], name="mentoring_mentor_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__gte=1, capacity__lte=MOST_SEATS), name="mentoring_mentor_capacity"
            ),
            models.CheckConstraint(
                condition=Q(group_capacity=0) | Q(group_capacity__gte=4, group_capacity__lte=8),
                name="mentoring_group_of_4_to_8",
            ),
            models.CheckConstraint(
                condition=~Q(state=MentorState.APPROVED) | Q(consented_at__isnull=False),
                name="mentoring_approved_mentor_agreed",
            ),
        ]

    @property
    def is_matched(self) -> bool:
        """Whether new mentees may be offered to this mentor."""
        return self.state == MentorState.APPROVED and not self.is_paused and self.consented_at is not None


class Evidence(models.TextChoices):
    """What shows that a mentor masters a topic."""

    TOLD = "ucapan", "Keterangan mentor"
    COURSE = "kursus", "Lulus kursus"
    LEGALITY = "legalitas", "Legalitas usahanya"
    YEARS = "tahun", "Lama menjalankan"
    OFFICE = "dinas", "Diketahui dinas"


class MentorSkill(models.Model):
    """One topic that a mentor masters, with what shows it."""

    mentor = models.ForeignKey(MentorProfile, on_delete=models.CASCADE, related_name="skills")
    topic = models.PositiveSmallIntegerField("keahlian", choices=Topic.choices)
    evidence = models.CharField("bukti", max_length=9, choices=Evidence.choices, default=Evidence.TOLD)
    detail = models.CharField("keterangan", max_length=120, blank=True)

    class Meta:
        verbose_name = "keahlian"
        verbose_name_plural = "keahlian"
        constraints = [models.UniqueConstraint(fields=["mentor", "topic"], name="mentoring_skill_once")]

    def __str__(self) -> str:
        return f"{self.get_topic_display()} ({self.get_evidence_display()})"


class MenteeState(models.TextChoices):
    """Whether a mentee wants a mentor now."""

    SEEKING = "mencari", "Mencari mentor"
    REVIEW = "ditinjau", "Minta ditinjau petugas"
    CLOSED = "berhenti", "Tidak mencari"


class MenteeProfile(Profile):
    """An owner who asks for a mentor. In `REVIEW` nothing is offered by itself: an officer decides (UU 27/2022, art. 10)."""

    state = models.CharField("keadaan", max_length=9, choices=MenteeState.choices, default=MenteeState.SEEKING)
    same_gender = models.BooleanField("ingin mentor yang sejenis kelamin", default=False)
    wish = models.CharField("keterangan kebutuhan", max_length=300, blank=True)
    asked_at = models.DateTimeField("meminta sejak", null=True, blank=True)
    unmatched_reason = models.CharField("sebab belum dapat mentor", max_length=40, blank=True)

    class Meta:
        verbose_name = "peserta pendampingan"
        verbose_name_plural = "peserta pendampingan"
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=MenteeState.CLOSED) | Q(consented_at__isnull=False),
                name="mentoring_seeking_mentee_agreed",
            ),
            models.CheckConstraint(
                condition=Q(same_gender=False) | ~Q(gender=Gender.UNTOLD), name="mentoring_same_gender_needs_gender"
            ),
        ]


class Need(models.Model):
    """One of up to three needs, the dearest first."""

    mentee = models.ForeignKey(MenteeProfile, on_delete=models.CASCADE, related_name="needs")
    rank = models.PositiveSmallIntegerField("urutan")
    topic = models.PositiveSmallIntegerField("kebutuhan", choices=Topic.choices)

    class Meta:
        verbose_name = "kebutuhan"
        verbose_name_plural = "kebutuhan"
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["mentee", "rank"], name="mentoring_need_rank_once"),
            models.UniqueConstraint(fields=["mentee", "topic"], name="mentoring_need_topic_once"),
            models.CheckConstraint(condition=Q(rank__gte=1, rank__lte=MOST_NEEDS), name="mentoring_need_rank_1_to_3"),
        ]

    def __str__(self) -> str:
        return self.get_topic_display()


class BlockPair(models.Model):
    """Two people who are never matched, in either direction. Why is the office's alone."""

    one = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField("sebab", max_length=300)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField("dibuat", auto_now_add=True)

    class Meta:
        verbose_name = "pasangan terlarang"
        verbose_name_plural = "pasangan terlarang"
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="mentoring_block_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="mentoring_block_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one} dan {self.other}"
