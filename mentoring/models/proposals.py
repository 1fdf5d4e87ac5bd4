"""A proposal: one mentor for one mentee, on its way from a run or an officer to both their answers."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from mentoring.models.people import MenteeProfile, MentorProfile
from mentoring.models.runs import MatchRun, WeightSet


class ProposalState(models.TextChoices):
    """The way of a proposal; which step may follow which stands in `mentoring/moving.py`."""

    DRAFT = "draf", "Draf, belum diterbitkan"
    PROPOSED = "diusulkan", "Menunggu petugas"
    OFFERED_MENTOR = "ke_mentor", "Menunggu jawaban mentor"
    OFFERED_MENTEE = "ke_peserta", "Menunggu jawaban peserta"
    ACCEPTED = "diterima", "Diterima kedua pihak"
    DECLINED = "ditolak", "Dijawab tidak cocok"
    EXPIRED = "lewat", "Lewat waktu"
    WITHDRAWN = "ditarik", "Ditarik"


OFFERED_STATES = (ProposalState.OFFERED_MENTOR, ProposalState.OFFERED_MENTEE)
OPEN_STATES = (ProposalState.PROPOSED, *OFFERED_STATES)


class Reason(models.TextChoices):
    """Why a proposal came to nothing. Those of people are offered on the screen, the others are ours."""

    TOPIC = "bidang", "Bidangnya kurang sesuai"
    TIME = "waktu", "Waktunya tidak cocok"
    DISTANCE = "jarak", "Terlalu jauh"
    BUSY = "sibuk", "Sedang tidak sempat"
    KNOWN = "kenal", "Sudah saling kenal atau bersaing"
    OTHER = "lain", "Sebab lain"
    SEATS = "kuota_penuh", "Kuota mentor penuh"
    SILENT = "tanpa_jawaban", "Tidak ada jawaban"
    MENTOR_LEFT = "mentor_mundur", "Mentor mundur atau jeda"
    MENTEE_LEFT = "peserta_mundur", "Peserta tidak mencari lagi"
    OFFICER = "petugas", "Ditarik petugas"


OF_PEOPLE = (Reason.TOPIC, Reason.TIME, Reason.DISTANCE, Reason.BUSY, Reason.KNOWN, Reason.OTHER)


class Proposal(models.Model):
    """One mentor for one mentee.

    `parts` holds the points of each explained part by name, which sum to `score`; `missing` names those filled from the
    median. They are emptied a year after a proposal came to nothing. `due_at` ends the offer that is open now.
    """

    run = models.ForeignKey(MatchRun, null=True, blank=True, on_delete=models.CASCADE, related_name="proposals")
    mentee = models.ForeignKey(MenteeProfile, on_delete=models.CASCADE, related_name="proposals")
    mentor = models.ForeignKey(MentorProfile, on_delete=models.CASCADE, related_name="proposals")
    weight_set = models.ForeignKey(WeightSet, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    parts = models.JSONField("nilai per bagian", default=dict)
    missing = models.JSONField("bagian tanpa data", default=list)
    score = models.PositiveSmallIntegerField("nilai", null=True, blank=True)
    is_group = models.BooleanField("dalam kelompok", default=False)
    state = models.CharField("keadaan", max_length=10, choices=ProposalState.choices, default=ProposalState.PROPOSED)
    reason = models.CharField("sebab", max_length=14, choices=Reason.choices, blank=True)
    note = models.CharField("keterangan", max_length=300, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField("dibuat")
    offered_at = models.DateTimeField("ditawarkan kepada mentor", null=True, blank=True)
    mentor_agreed_at = models.DateTimeField("mentor setuju", null=True, blank=True)
    due_at = models.DateTimeField("batas jawaban", null=True, blank=True)
    closed_at = models.DateTimeField("selesai", null=True, blank=True)

    class Meta:
        verbose_name = "usulan"
        verbose_name_plural = "usulan"
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "due_at"], name="mentoring_proposal_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["mentee"], condition=Q(state__in=OPEN_STATES), name="mentoring_one_open_proposal"
            ),
            models.UniqueConstraint(fields=["run", "mentee"], name="mentoring_one_proposal_a_run"),
            models.CheckConstraint(
                condition=~Q(state__in=OFFERED_STATES) | Q(due_at__isnull=False), name="mentoring_offer_has_an_end"
            ),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.DECLINED) | ~Q(reason=""), name="mentoring_decline_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentor} untuk {self.mentee}"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to answer."""
        return self.state in OPEN_STATES
