"""Mentorships: goals, sessions, feedback, incidents, and who saw whose number."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from mentoring.models.people import MenteeProfile, MentorProfile
from mentoring.models.proposals import Proposal
from mentoring.topics import Topic


class MentorshipState(models.TextChoices):
    """A mentorship is live while active or paused."""

    ACTIVE = "berjalan", "Berjalan"
    PAUSED = "jeda", "Jeda"
    COMPLETED = "selesai", "Selesai"
    ENDED = "berakhir", "Diakhiri"


LIVE_STATES = (MentorshipState.ACTIVE, MentorshipState.PAUSED)


class EndReason(models.TextChoices):
    """Why a mentorship ended; none of them blames anybody."""

    REACHED = "tercapai", "Target tercapai"
    FIT = "kurang_cocok", "Kurang cocok"
    TIME = "waktu", "Waktu tidak memungkinkan"
    MOVED = "berubah", "Keadaan usaha berubah"
    LEFT = "mundur", "Salah satu mundur dari pendampingan"
    SAFETY = "keamanan", "Diakhiri petugas"


class Mentorship(models.Model):
    """A pair that both accepted. `quiet_since`: start, last session or the office's last word, whichever is latest.

    `agreement_version`: the agreement and code of conduct that both accepted. `nudged_at` and `task_at`: what the sweep
    did about the present silence.
    """

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="mentorship")
    mentor = models.ForeignKey(MentorProfile, on_delete=models.CASCADE, related_name="mentorships")
    mentee = models.ForeignKey(MenteeProfile, on_delete=models.CASCADE, related_name="mentorships")
    state = models.CharField("keadaan", max_length=8, choices=MentorshipState.choices, default=MentorshipState.ACTIVE)
    is_group = models.BooleanField("dalam kelompok", default=False)
    agreement_version = models.PositiveSmallIntegerField("versi kesepakatan")
    started_at = models.DateTimeField("dimulai")
    first_met_at = models.DateTimeField("pertemuan pertama", null=True, blank=True)
    quiet_since = models.DateTimeField("sejak")
    nudged_at = models.DateTimeField("diingatkan", null=True, blank=True)
    task_at = models.DateTimeField("tugas petugas", null=True, blank=True)
    mentor_fits = models.BooleanField("mentor merasa cocok", null=True, blank=True)
    mentee_fits = models.BooleanField("peserta merasa cocok", null=True, blank=True)
    ended_at = models.DateTimeField("berakhir", null=True, blank=True)
    end_reason = models.CharField("sebab berakhir", max_length=12, choices=EndReason.choices, blank=True)

    class Meta:
        verbose_name = "pasangan"
        verbose_name_plural = "pasangan"
        ordering = ["-started_at", "-pk"]
        indexes = [models.Index(fields=["state", "quiet_since"], name="mentoring_silent")]
        constraints = [
            models.UniqueConstraint(
                fields=["mentee"], condition=Q(state__in=LIVE_STATES), name="mentoring_one_live_mentorship"
            ),
            models.CheckConstraint(
                condition=Q(state__in=LIVE_STATES, ended_at__isnull=True)
                | (~Q(state__in=LIVE_STATES) & Q(ended_at__isnull=False) & ~Q(end_reason="")),
                name="mentoring_end_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentor} dan {self.mentee}"

    @property
    def is_live(self) -> bool:
        """Whether it goes on or will."""
        return self.state in LIVE_STATES


class Goal(models.Model):
    """What a mentee wants to reach, from a need; its steps are ticked off one by one."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="goals")
    topic = models.PositiveSmallIntegerField("kebutuhan", choices=Topic.choices)
    target_on = models.DateField("tercapai paling lambat", null=True, blank=True)

    class Meta:
        verbose_name = "target"
        verbose_name_plural = "target"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["mentorship", "topic"], name="mentoring_goal_once")]

    def __str__(self) -> str:
        return self.get_topic_display()


class GoalStep(models.Model):
    """One line of a goal's checklist."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField("urutan")
    text = models.CharField("langkah", max_length=120)
    done_at = models.DateTimeField("selesai", null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "langkah"
        verbose_name_plural = "langkah"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["goal", "position"], name="mentoring_step_once")]

    def __str__(self) -> str:
        return self.text


class Channel(models.TextChoices):
    """How a session was held."""

    FACE_TO_FACE = "tatap_muka", "Tatap muka"
    WHATSAPP = "whatsapp", "WhatsApp"
    CALL = "telepon", "Telepon"


class SessionLog(models.Model):
    """One meeting: six fields, written by one of the two, confirmed by the other. `key`: of the form, so twice is once."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="sessions")
    key = models.UUIDField("tanda formulir", default=uuid.uuid4)
    held_on = models.DateField("tanggal")
    channel = models.CharField("cara", max_length=10, choices=Channel.choices)
    minutes = models.PositiveSmallIntegerField("lama (menit)")
    topic = models.PositiveSmallIntegerField("bahasan", choices=Topic.choices, null=True, blank=True)
    note = models.CharField("catatan singkat", max_length=300, blank=True)
    next_step = models.CharField("langkah berikutnya", max_length=200, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField("dicatat")
    confirmed_at = models.DateTimeField("dibenarkan", null=True, blank=True)

    class Meta:
        verbose_name = "pertemuan"
        verbose_name_plural = "pertemuan"
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["mentorship", "key"], name="mentoring_session_once"),
            models.CheckConstraint(condition=Q(minutes__gte=1, minutes__lte=600), name="mentoring_session_minutes"),
        ]

    def __str__(self) -> str:
        return f"{self.held_on}: {self.get_channel_display()}"


class Feedback(models.Model):
    """What one of the two thinks of it: three marks of 1 to 5. Read by the office alone, never by the other side."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="feedback")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    useful = models.PositiveSmallIntegerField("manfaat")
    reachable = models.PositiveSmallIntegerField("mudah dihubungi")
    respectful = models.PositiveSmallIntegerField("saling menghargai")
    text = models.CharField("catatan untuk dinas", max_length=600, blank=True)
    given_at = models.DateTimeField("diberikan")

    class Meta:
        verbose_name = "penilaian"
        verbose_name_plural = "penilaian"
        constraints = [
            models.UniqueConstraint(fields=["mentorship", "person"], name="mentoring_feedback_once"),
            models.CheckConstraint(
                condition=Q(
                    useful__range=(1, 5),
                    reachable__range=(1, 5),
                    respectful__range=(1, 5),
                ),
                name="mentoring_feedback_1_to_5",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.useful}, {self.reachable}, {self.respectful}"


class Incident(models.Model):
    """Something went wrong between two people. It goes straight to the office; the other side doesn't see it."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="incidents")
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField("kejadian", max_length=2000)
    reported_at = models.DateTimeField("dilaporkan")
    answer = models.TextField("tindakan dinas", blank=True, max_length=2000)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    handled_at = models.DateTimeField("ditangani", null=True, blank=True)

    class Meta:
        verbose_name = "laporan kejadian"
        verbose_name_plural = "laporan kejadian"
        ordering = ["handled_at", "-reported_at"]

    def __str__(self) -> str:
        return f"Laporan {self.pk}"


class ContactReveal(models.Model):
    """Somebody looked at the other's number: who, whose, when. Only ever added to."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="reveals")
    viewer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    shown = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField("kapan")

    class Meta:
        verbose_name = "pembukaan kontak"
        verbose_name_plural = "pembukaan kontak"
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.viewer} melihat nomor {self.shown}"
