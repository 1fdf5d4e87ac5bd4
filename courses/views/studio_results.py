"""`/studio/hasil-belajar/` and `/studio/evaluasi-kursus/`: how learners do, and what they thought of a course."""

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, Max, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn

from courses.giving_attempts import give_attempt, needs_attempt
from courses.models import AttemptKind, AttemptState, CourseEvaluation, Enrolment, EnrolmentState
from courses.models.handed_in import EVALUATION_SCORES
from courses.permissions import can_give_attempt
from courses.standing import progress_of
from courses.views.studio_queues import (
    CourseFilterSet,
    QueueDetailView,
    QueueIndexView,
    QueueViewSet,
    courses_to_choose,
)

FINAL = Q(attempts__kind=AttemptKind.FINAL, attempts__state=AttemptState.SUBMITTED)
PRETEST = Q(attempts__kind=AttemptKind.PRETEST)


class ResultFilterSet(WagtailFilterSet):
    """By course and state."""

    course = django_filters.ModelChoiceFilter(label="Kursus", queryset=courses_to_choose)
    state = django_filters.ChoiceFilter(label="Keadaan", choices=EnrolmentState.choices)

    class Meta:
        model = Enrolment
        fields = ["course", "state"]


class ResultIndexView(QueueIndexView):
    """Everybody in the followed courses, with what can be counted in the same query."""

    default_ordering = "-enrolled_at"
    related = ("person", "course")
    empty_words = "Belum ada peserta yang ikut kursus."

    def annotate_rows(self, rows: "QuerySet[Any]") -> "QuerySet[Any]":
        """Add marks and the number of finished lessons."""
        return rows.annotate(
            pretest_score=Max("attempts__score", filter=PRETEST),
            final_score=Max("attempts__score", filter=FINAL),
            lesson_count=Count("lessons_done", distinct=True),
        )


class ResultDetailView(QueueDetailView):
    """One person in one course: lessons, marks and tasks. Nothing is changed here."""

    model = Enrolment
    template_name = "courses/studio/result.html"
    page_title = "Hasil belajar"
    header_icon = "group"
    index_url_name = "learning_results:index"
    index_label = "Hasil belajar"
    http_method_names = ["get", "head"]

    def with_related(self, rows: "QuerySet[Any]") -> "QuerySet[Any]":
        """Fetch person and course."""
        return rows.select_related("person", "course", "enrolled_by")

    def course_id(self) -> int:
        """Return the id of the course."""
        course_id: int = self.object.course_id
        return course_id

    def get_form(self, form_class: Any = None) -> None:
        """There is nothing to fill in."""
        return

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add standing, attempts and tasks."""
        attempts = self.object.attempts.select_related("lesson").order_by("started_at")
        tasks = self.object.submissions.order_by("sent_at")
        progress = progress_of(self.object)
        may_give = can_give_attempt(self.request.user) and needs_attempt(self.object)
        kwargs |= {"progress": progress, "attempts": attempts, "tasks": tasks, "may_give_attempt": may_give}
        return super().get_context_data(**kwargs)


class GiveAttemptView(ResultDetailView):
    """Asks, then gives one more go at the final test."""

    template_name = "courses/studio/give_attempt.html"
    page_title = "Beri satu kesempatan lagi"
    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let the office in."""
        if not can_give_attempt(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Give it once, however often the button is pressed."""
        if give_attempt(self.object, by=request.user):
            messages.success(request, f"{self.object.person} mendapat satu kesempatan tes akhir lagi.")
        else:
            messages.error(request, f"{self.object.person} tidak memerlukan tambahan kesempatan saat ini.")
        return redirect("learning_results:edit", self.object.pk)


class ResultViewSet(QueueViewSet):
    """The list, exported as a spreadsheet too."""

    model = Enrolment
    name = "learning_results"
    url_prefix = "hasil-belajar"
    menu_label = "Hasil belajar"
    icon = "group"
    menu_order = 30
    index_view_class = ResultIndexView
    detail_view_class = ResultDetailView
    filterset_class = ResultFilterSet
    search_fields = ["person__full_name", "person__phone", "course__title"]
    list_display: list[Any] = [
        "person",
        Column("course", label="Kursus", sort_key="course__title"),
        DateColumn("enrolled_at", label="Mulai", sort_key="enrolled_at"),
        NumberColumn("lesson_count", label="Pelajaran selesai", sort_key="lesson_count"),
        Column("pretest_score", label="Tes awal", sort_key="pretest_score"),
        Column("final_score", label="Tes akhir", sort_key="final_score"),
        Column("state", label="Keadaan", accessor="get_state_display", sort_key="state"),
    ]
    list_export = [
        "person",
        "course",
        "enrolled_at",
        "lesson_count",
        "pretest_score",
        "final_score",
        "get_state_display",
        "completed_at",
    ]
    export_headings = {
        "lesson_count": "Pelajaran selesai",
        "pretest_score": "Tes awal",
        "final_score": "Tes akhir",
        "get_state_display": "Keadaan",
    }
    export_filename = "hasil-belajar"

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the address of one more go."""
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/kesempatan/", GiveAttemptView.as_view(), name="give_attempt"),
        ]


class EvaluationFilterSet(CourseFilterSet):
    """By course."""

    class Meta:
        model = CourseEvaluation
        fields = ["course"]


class EvaluationIndexView(QueueIndexView):
    """What people thought, without their names."""

    default_ordering = "-sent_at"
    related = ("enrolment__course",)
    empty_words = "Belum ada evaluasi dari peserta."

    def annotate_rows(self, rows: "QuerySet[Any]") -> "QuerySet[Any]":
        """Add the sum of the eight marks, by which the list can be ordered."""
        return rows.annotate(total=sum((F(name) for name in EVALUATION_SCORES[1:]), F(EVALUATION_SCORES[0])))

    def get_edit_url(self, instance: CourseEvaluation) -> None:  # type: ignore[override]  # a row has no screen
        """A row shows everything already."""
        return


class EvaluationViewSet(QueueViewSet):
    """The list, exported as a spreadsheet too."""

    model = CourseEvaluation
    name = "course_evaluations"
    url_prefix = "evaluasi-kursus"
    menu_label = "Evaluasi kursus"
    icon = "form"
    menu_order = 40
    index_view_class = EvaluationIndexView
    filterset_class = EvaluationFilterSet
    search_fields = ["most_useful", "to_improve", "enrolment__course__title"]
    list_display: list[Any] = [
        Column("enrolment.course", label="Kursus", sort_key="enrolment__course__title"),
        DateColumn("sent_at", label="Dikirim", sort_key="sent_at"),
        Column("average_words", label="Rata-rata (1–5)", sort_key="total"),
        Column("most_useful", label="Paling berguna"),
        Column("to_improve", label="Perlu diperbaiki"),
    ]
    list_export = ["enrolment.course", "sent_at", *EVALUATION_SCORES, "most_useful", "to_improve"]
    export_headings = {"enrolment.course": "Kursus"}
    export_filename = "evaluasi-kursus"


result_viewset = ResultViewSet()
evaluation_viewset = EvaluationViewSet()
