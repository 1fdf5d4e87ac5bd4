"""What people did in a course: enrolments, progress and attempts. Content is named by page id and block id.

A person's records go away with the person. Content with records can't be deleted (PROTECT): an editor unpublishes it.
`content_revision` is the Wagtail revision that was live at that moment, kept as a number so that old revisions may be
purged; 0 means a page that was never saved through a revision.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

MAX_SCORE = 100


class EnrolmentState(models.TextChoices):
    """Where a person stands in a course."""

    LEARNING = "berjalan", "Sedang belajar"
    COMPLETED = "selesai", "Lulus"


class Enrolment(models.Model):
    """One person in one course, once."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="peserta", on_delete=models.CASCADE, related_name="enrolments"
    )
    course = models.ForeignKey(
        "courses.CoursePage", verbose_name="kursus", on_delete=models.PROTECT, related_name="enrolments"
    )
    enrolled_at = models.DateTimeField("mulai ikut")
    enrolled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="didaftarkan oleh",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    content_revision = models.PositiveBigIntegerField("revisi materi", default=0)
    state = models.CharField(
        "keadaan", max_length=10, choices=EnrolmentState.choices, default=EnrolmentState.LEARNING, db_index=True
    )
    completed_at = models.DateTimeField("lulus pada", null=True, blank=True)
    extra_attempts = models.PositiveSmallIntegerField("tambahan kesempatan tes akhir", default=0)

    class Meta:
        verbose_name = "peserta kursus"
        verbose_name_plural = "hasil belajar"
        ordering = ["-enrolled_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "course"], name="courses_enrolment_once"),
            models.CheckConstraint(
                condition=Q(state=EnrolmentState.COMPLETED, completed_at__isnull=False)
                | Q(state=EnrolmentState.LEARNING, completed_at__isnull=True),
                name="courses_enrolment_completed_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.course}"

    @property
    def is_completed(self) -> bool:
        """Whether the pass rule was met once; later changes of the course don't take it back."""
        return self.state == EnrolmentState.COMPLETED


class LessonProgress(models.Model):
    """A lesson that a person has finished."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="lessons_done")
    lesson = models.ForeignKey("courses.LessonPage", on_delete=models.PROTECT, related_name="+")
    content_revision = models.PositiveBigIntegerField("revisi materi", default=0)
    done_at = models.DateTimeField("selesai pada")

    class Meta:
        verbose_name = "pelajaran selesai"
        verbose_name_plural = "pelajaran selesai"
        constraints = [models.UniqueConstraint(fields=["enrolment", "lesson"], name="courses_lesson_done_once")]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.lesson_id}"


class AttemptKind(models.TextChoices):
    """What is being answered."""

    PRETEST = "tes_awal", "Tes awal"
    QUIZ = "kuis", "Kuis"
    FINAL = "tes_akhir", "Tes akhir"


class AttemptState(models.TextChoices):
    """Open attempts take answers; submitted ones have a mark and never change."""

    OPEN = "terbuka", "Sedang dikerjakan"
    SUBMITTED = "terkirim", "Terkirim"


class Attempt(models.Model):
    """One go at a quiz or test. The questions drawn for it are its answers' snapshots."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="attempts")
    kind = models.CharField("jenis", max_length=10, choices=AttemptKind.choices)
    lesson = models.ForeignKey(
        "courses.LessonPage",
        verbose_name="pelajaran",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    block_id = models.CharField("blok", max_length=36, blank=True)
    number = models.PositiveSmallIntegerField("percobaan ke-")
    state = models.CharField("keadaan", max_length=10, choices=AttemptState.choices, default=AttemptState.OPEN)
    started_at = models.DateTimeField("mulai")
    submitted_at = models.DateTimeField("dikirim", null=True, blank=True)
    score = models.PositiveSmallIntegerField("nilai", null=True, blank=True)
    content_revision = models.PositiveBigIntegerField("revisi materi", default=0)

    class Meta:
        verbose_name = "percobaan"
        verbose_name_plural = "percobaan"
        ordering = ["number"]
        # Two constraints for each rule, because NULL lessons never equal one another.
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "kind", "number"],
                condition=Q(lesson__isnull=True),
                name="courses_test_number_once",
            ),
            models.UniqueConstraint(
                fields=["enrolment", "lesson", "block_id", "number"],
                condition=Q(lesson__isnull=False),
                name="courses_quiz_number_once",
            ),
            models.UniqueConstraint(
                fields=["enrolment", "kind"],
                condition=Q(lesson__isnull=True, state=AttemptState.OPEN),
                name="courses_one_open_test",
            ),
            models.UniqueConstraint(
                fields=["enrolment", "lesson", "block_id"],
                condition=Q(lesson__isnull=False, state=AttemptState.OPEN),
                name="courses_one_open_quiz",
            ),
            models.CheckConstraint(
                condition=(Q(kind=AttemptKind.QUIZ, lesson__isnull=False) & ~Q(block_id=""))
                | (Q(lesson__isnull=True, block_id="") & ~Q(kind=AttemptKind.QUIZ)),
                name="courses_only_quizzes_have_lesson",
            ),
            models.CheckConstraint(
                condition=Q(state=AttemptState.SUBMITTED, submitted_at__isnull=False, score__isnull=False)
                | Q(state=AttemptState.OPEN, submitted_at__isnull=True, score__isnull=True),
                name="courses_submitted_has_score",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__lte=MAX_SCORE), name="courses_score_up_to_100"
            ),
            models.CheckConstraint(
                condition=~Q(kind=AttemptKind.PRETEST) | Q(number=1), name="courses_pretest_only_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

    @property
    def is_open(self) -> bool:
        """Whether answers may still change."""
        return self.state == AttemptState.OPEN


class Answer(models.Model):
    """One question as it was shown, and what was chosen.

    `snapshot`: {"text", "options": the texts in shown order, "correct": index in that order, "explanation"}.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="answers")
    position = models.PositiveSmallIntegerField("nomor soal")
    question_key = models.CharField("soal", max_length=64)
    snapshot = models.JSONField("soal seperti ditampilkan")
    choice = models.PositiveSmallIntegerField("jawaban", null=True, blank=True)
    answered_at = models.DateTimeField("dijawab", null=True, blank=True)

    class Meta:
        verbose_name = "jawaban"
        verbose_name_plural = "jawaban"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "position"], name="courses_answer_position_once"),
            models.CheckConstraint(condition=Q(position__gte=1), name="courses_answer_position_from_one"),
            models.CheckConstraint(
                condition=Q(choice__isnull=True, answered_at__isnull=True)
                | Q(choice__isnull=False, answered_at__isnull=False),
                name="courses_answer_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}, {self.position}"

    @property
    def is_right(self) -> bool:
        """Whether the chosen option is the right one."""
        return self.choice is not None and self.choice == self.snapshot["correct"]
