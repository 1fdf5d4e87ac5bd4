"""What people hand in and staff answer: practice tasks with photos, questions, the evaluation of a course."""

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Greatest, Length, Substr
from wagtail.models import Page

from core.templatetags.formats import desimal
from courses.models.records import Enrolment

LOWEST, HIGHEST = 1, 5
EVALUATION_SCORES = ("needs", "language", "teaching", "time", "ease", "data_cost", "tasks", "benefit")


class SubmissionState(models.TextChoices):
    """What the instructor said."""

    WAITING = "menunggu", "Menunggu diperiksa"
    ACCEPTED = "diterima", "Diterima"
    RETURNED = "perbaiki", "Perbaiki"


class TaskSubmission(models.Model):
    """One version of a practice task; a returned one is followed by the next version."""

    enrolment = models.ForeignKey(
        Enrolment, verbose_name="peserta", on_delete=models.CASCADE, related_name="submissions"
    )
    lesson = models.ForeignKey(
        "courses.LessonPage", verbose_name="pelajaran", on_delete=models.PROTECT, related_name="+"
    )
    block_id = models.CharField("blok", max_length=36)
    title = models.CharField("tugas", max_length=200)
    instruction = models.TextField("petunjuk tugas", help_text="Seperti terbaca saat tugas dikirim.")
    text = models.TextField("keterangan peserta", blank=True)
    version = models.PositiveSmallIntegerField("kiriman ke-")
    state = models.CharField(
        "keadaan", max_length=10, choices=SubmissionState.choices, default=SubmissionState.WAITING, db_index=True
    )
    sent_at = models.DateTimeField("dikirim")
    comment = models.TextField("catatan pengajar", blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="diperiksa oleh",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField("diperiksa", null=True, blank=True)
    content_revision = models.PositiveBigIntegerField("revisi materi", default=0)

    class Meta:
        verbose_name = "tugas praktik"
        verbose_name_plural = "tugas praktik"
        ordering = ["sent_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "lesson", "block_id", "version"], name="courses_task_version_once"
            ),
            models.UniqueConstraint(
                fields=["enrolment", "lesson", "block_id"],
                condition=~Q(state=SubmissionState.RETURNED),
                name="courses_one_standing_task",
            ),
            models.CheckConstraint(
                condition=Q(state=SubmissionState.WAITING, decided_at__isnull=True)
                | (~Q(state=SubmissionState.WAITING) & Q(decided_at__isnull=False)),
                name="courses_task_decided_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=SubmissionState.RETURNED, comment=""), name="courses_task_returned_has_comment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has decided yet."""
        return self.state == SubmissionState.WAITING


class TaskPhoto(models.Model):
    """A photo of a handed-in task: our own re-encoded picture without place or camera, private, named by its hash."""

    submission = models.ForeignKey(TaskSubmission, on_delete=models.CASCADE, related_name="photos")
    file = models.CharField("berkas", max_length=120, help_text="Nama di penyimpanan privat.")
    width = models.PositiveSmallIntegerField("lebar")
    height = models.PositiveSmallIntegerField("tinggi")
    size_bytes = models.PositiveIntegerField("ukuran")

    class Meta:
        verbose_name = "foto tugas"
        verbose_name_plural = "foto tugas"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["submission", "file"], name="courses_photo_once")]

    def __str__(self) -> str:
        return f"Foto {self.pk}"


class LearnerQuestionQuerySet(models.QuerySet["LearnerQuestion"]):
    """Questions together with the course they were asked in."""

    def with_course(self) -> "LearnerQuestionQuerySet":
        """Add `course_id` and `course_title`: the course is the page two levels above the lesson."""
        path = OuterRef("lesson__path")
        # PostgreSQL may look at other pages' paths before it joins, and takes no negative length.
        course_path = Substr(path, 1, Greatest(Length(path) - 2 * Page.steplen, 0))
        course = Page.objects.filter(path=course_path)
        return self.annotate(
            course_id=Subquery(course.values("pk")[:1]), course_title=Subquery(course.values("title")[:1])
        )


class LearnerQuestion(models.Model):
    """A question under a lesson and, later, the instructor's answer. Readers see both, never who asked."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="penanya", on_delete=models.CASCADE, related_name="+"
    )
    lesson = models.ForeignKey(
        "courses.LessonPage", verbose_name="pelajaran", on_delete=models.PROTECT, related_name="questions"
    )
    form_key = models.UUIDField("kunci formulir", editable=False)
    text = models.TextField("pertanyaan")
    asked_at = models.DateTimeField("ditanyakan")
    answer = models.TextField("jawaban", blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="dijawab oleh",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    answered_at = models.DateTimeField("dijawab", null=True, blank=True, db_index=True)
    is_hidden = models.BooleanField(
        "sembunyikan dari halaman pelajaran",
        default=False,
        help_text="Pilih bila pertanyaan memuat data pribadi. Penanya tetap melihatnya.",
    )

    objects = LearnerQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = "pertanyaan peserta"
        verbose_name_plural = "pertanyaan peserta"
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="courses_question_answer_has_time",
            ),
            # Of one person: phones make the key from the words, and two people may ask the same.
            models.UniqueConstraint(fields=["person", "form_key"], name="courses_question_once"),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def state_words(self) -> str:
        """Whether it was answered, as staff read it."""
        return "Sudah dijawab" if self.answered_at else "Belum dijawab"


class CourseEvaluation(models.Model):
    """What a person thought of a course: eight statements from 1 (disagrees) to 5 (agrees), two open answers."""

    enrolment = models.OneToOneField(Enrolment, on_delete=models.CASCADE, related_name="evaluation")
    needs = models.PositiveSmallIntegerField("materi sesuai kebutuhan")
    language = models.PositiveSmallIntegerField("bahasa mudah dipahami")
    teaching = models.PositiveSmallIntegerField("pengajar menguasai materi")
    time = models.PositiveSmallIntegerField("waktu cukup")
    ease = models.PositiveSmallIntegerField("aplikasi mudah dipakai")
    data_cost = models.PositiveSmallIntegerField("biaya data wajar")
    tasks = models.PositiveSmallIntegerField("tugas praktik membantu")
    benefit = models.PositiveSmallIntegerField("lebih mampu setelah kursus")
    most_useful = models.TextField("bagian paling berguna", blank=True)
    to_improve = models.TextField("yang perlu diperbaiki", blank=True)
    sent_at = models.DateTimeField("dikirim")

    class Meta:
        verbose_name = "evaluasi kursus"
        verbose_name_plural = "evaluasi kursus"
        constraints = [
            models.CheckConstraint(
                condition=Q(**{f"{name}__gte": LOWEST, f"{name}__lte": HIGHEST}), name=f"courses_evaluation_{name}"
            )
            for name in EVALUATION_SCORES
        ]

    def __str__(self) -> str:
        return f"Evaluasi {self.pk}"

    @property
    def average_words(self) -> str:
        """The mean of the eight marks: `4,3`."""
        return desimal(sum(getattr(self, name) for name in EVALUATION_SCORES) / len(EVALUATION_SCORES))
