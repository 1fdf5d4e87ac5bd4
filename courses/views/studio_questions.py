"""`/studio/pertanyaan/`: questions that learners asked under lessons."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn

from core.errors import UserFault
from courses.addresses import lesson_path
from courses.asking import answer_question, hide_question
from courses.models import LearnerQuestion
from courses.views.studio_queues import (
    QueueDetailView,
    QueueIndexView,
    QueueViewSet,
    courses_to_choose,
    district_column,
)
from reference.public import tier_rank

INDEX = "learning_questions:index"
STATES = [("belum", "Belum dijawab"), ("sudah", "Sudah dijawab")]


class AnswerForm(forms.Form):
    """The answer, and whether others may read it."""

    answer = forms.CharField(
        label="Jawaban",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Tulis jawabannya dahulu."},
    )
    hide = forms.BooleanField(
        label="Sembunyikan dari halaman pelajaran",
        help_text="Pilih bila pertanyaan memuat data pribadi. Penanya tetap melihat jawabannya.",
        required=False,
    )


class HideForm(forms.Form):
    """Whether an answered question is hidden from readers."""

    hide = forms.BooleanField(label="Sembunyikan dari halaman pelajaran", required=False)


class QuestionFilterSet(WagtailFilterSet):
    """By course and by whether it was answered."""

    course = django_filters.ModelChoiceFilter(label="Kursus", queryset=courses_to_choose, method="by_course")
    dijawab = django_filters.ChoiceFilter(label="Keadaan", choices=STATES, method="by_answer")

    class Meta:
        model = LearnerQuestion
        fields: list[str] = []

    def by_course(self, rows: "QuerySet[Any]", name: str, value: Any) -> "QuerySet[Any]":
        """Keep the questions of one course."""
        return rows.filter(lesson__path__startswith=value.path)

    def by_answer(self, rows: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """Keep those that wait, or those that don't."""
        return rows.filter(answered_at__isnull=value == "belum")


class QuestionIndexView(QueueIndexView):
    """Waiting ones first: by the tier of the kecamatan of who asked, then the oldest."""

    default_ordering = ["is_answered", "tier_rank", "asked_at"]
    related = ("person__village__district", "lesson")
    empty_words = "Belum ada pertanyaan peserta."

    def annotate_rows(self, rows: "QuerySet[Any]") -> "QuerySet[Any]":
        """Tell waiting from answered; only what waits is put in the order of tiers."""
        waiting = When(answered_at__isnull=True, then=Value(0))
        rank = When(answered_at__isnull=True, then=tier_rank("person__village__district"))
        return rows.annotate(is_answered=Case(waiting, default=Value(1)), tier_rank=Case(rank, default=Value(0)))


class QuestionDetailView(QueueDetailView):
    """The question with its lesson; one answer."""

    model = LearnerQuestion
    template_name = "courses/studio/question.html"
    page_title = "Jawab pertanyaan"
    header_icon = "help"
    index_url_name = INDEX
    index_label = "Pertanyaan peserta"

    def with_related(self, rows: "QuerySet[Any]") -> "QuerySet[Any]":
        """Fetch who asked, where, and who answered."""
        return rows.select_related("person", "lesson", "answered_by")

    def course_id(self) -> int:
        """Return the id of the lesson's course."""
        return self.object.lesson.course.pk

    def get_form_class(self) -> type[forms.Form]:
        """Ask for the answer; once answered, only whether readers see it."""
        return HideForm if self.object.answered_at else AnswerForm

    def get_initial(self) -> dict[str, Any]:
        """Start from what holds now."""
        return {"hide": self.object.is_hidden}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the way to the lesson."""
        return super().get_context_data(lesson_url=lesson_path(self.object.lesson), **kwargs)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Answer, or hide and show; what another did meanwhile is told."""
        hide = form.cleaned_data["hide"]
        try:
            if self.object.answered_at:
                hide_question(self.object, hide=hide)
                messages.success(self.request, "Perubahan tersimpan.")
            else:
                answer_question(self.object, answer=form.cleaned_data["answer"], hide=hide, by=self.request.user)
                messages.success(self.request, "Jawaban terkirim. Penanya dikabari lewat pesan.")
        except UserFault as fault:
            messages.error(self.request, fault.message)
        return redirect(self.get_success_url())


class QuestionViewSet(QueueViewSet):
    """The queue."""

    model = LearnerQuestion
    name = "learning_questions"
    url_prefix = "pertanyaan"
    menu_label = "Pertanyaan peserta"
    icon = "help"
    menu_order = 20
    index_view_class = QuestionIndexView
    detail_view_class = QuestionDetailView
    filterset_class = QuestionFilterSet
    search_fields = ["text", "answer", "person__full_name", "lesson__title"]
    list_display: list[Any] = [
        "__str__",
        Column("lesson", label="Pelajaran", sort_key="lesson__title"),
        Column("course_title", label="Kursus"),
        Column("person", label="Penanya", sort_key="person__full_name"),
        district_column("person"),
        DateColumn("asked_at", label="Ditanyakan", sort_key="asked_at"),
        Column("state_words", label="Keadaan"),
    ]


question_viewset = QuestionViewSet()
