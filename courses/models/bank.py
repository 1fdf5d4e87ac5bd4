"""The bank of test questions, and what the course files last wrote."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from courses.blocks import Question, check_options_differ
from courses.panels import BANK_QUESTION_PANELS, BankQuestionForm


class BankQuestion(models.Model):
    """A question for pre-test and final test. Never shown in a module quiz; retired instead of deleted once asked."""

    course = models.ForeignKey(
        "courses.CoursePage", verbose_name="kursus", on_delete=models.CASCADE, related_name="bank_questions"
    )
    text = models.TextField("pertanyaan")
    options = models.JSONField("pilihan jawaban", default=list)
    correct = models.PositiveSmallIntegerField("jawaban benar", choices=list(enumerate("ABCD")))
    explanation = models.TextField("pembahasan", blank=True)
    is_active = models.BooleanField(
        "dipakai", default=True, help_text="Soal yang tidak dipakai tidak keluar lagi dalam tes baru."
    )

    panels = BANK_QUESTION_PANELS
    base_form_class = BankQuestionForm

    class Meta:
        verbose_name = "soal tes"
        verbose_name_plural = "bank soal"
        ordering = ["course", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(correct__lte=3), name="courses_bank_question_correct_is_an_option"),
            models.UniqueConstraint(fields=["course", "text"], name="courses_bank_question_asked_once"),
        ]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        """Ask for four different options."""
        if len(self.options) != 4 or not all(self.options):
            raise ValidationError("Isi keempat pilihan jawaban.")
        check_options_differ(self.options)

    def as_question(self) -> Question:
        """Return the plain value that tests and screens work with."""
        return Question(str(self.pk), self.text, tuple(self.options), self.correct, self.explanation)


class LoadedItem(models.Model):
    """What `load_courses` last wrote: while page or question is still exactly that, no editor has touched it."""

    key = models.CharField("kunci", max_length=80, primary_key=True)
    digest = models.CharField("sidik isi", max_length=40)
    page = models.ForeignKey("wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="+")
    revision = models.ForeignKey("wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+")
    question = models.ForeignKey(BankQuestion, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = "isi dari berkas"
        verbose_name_plural = "isi dari berkas"

    def __str__(self) -> str:
        return self.key
