"""`/studio/tugas/`: practice tasks that wait for an instructor, and those decided."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn

from core.errors import UserFault
from courses.errors import CommentMissing
from courses.models import SubmissionState, TaskSubmission
from courses.submitting import decide_task
from courses.views.studio_queues import CourseFilterSet, QueueDetailView, QueueIndexView, QueueViewSet, district_column
from reference.public import tier_rank

INDEX = "learning_tasks:index"
ACCEPT, RETURN = SubmissionState.ACCEPTED.value, SubmissionState.RETURNED.value


class DecisionForm(forms.Form):
    """`Diterima`, or `Perbaiki` with what to mend."""

    decision = forms.ChoiceField(
        label="Keputusan",
        choices=[(ACCEPT, "Diterima"), (RETURN, "Perbaiki")],
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih Diterima atau Perbaiki."},
    )
    comment = forms.CharField(
        label="Catatan untuk peserta",
        help_text="Wajib diisi bila tugas perlu diperbaiki. Peserta menerimanya lewat pesan.",
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a comment where something has to be mended."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("decision") == RETURN and not cleaned.get("comment", "").strip():
            self.add_error("comment", CommentMissing.sentence)
        return cleaned


class TaskFilterSet(CourseFilterSet):
    """By course and by what was said."""

    state = django_filters.ChoiceFilter(label="Keadaan", choices=SubmissionState.choices)

    class Meta:
        model = TaskSubmission
        fields = ["course", "state"]


class TaskIndexView(QueueIndexView):
    """Waiting ones first: by the tier of the learner's kecamatan, then the oldest."""

    default_ordering = ["is_decided", "tier_rank", "sent_at"]
    related = ("enrolment__person__village__district", "enrolment__course", "decided_by")
    empty_words = "Belum ada tugas yang dikirim peserta."

    def annotate_rows(self, rows: "QuerySet[Any]") -> "QuerySet[Any]":
        """Tell waiting from decided; only what waits is put in the order of tiers."""
        waiting = When(state=SubmissionState.WAITING, then=Value(0))
        rank = When(state=SubmissionState.WAITING, then=tier_rank("enrolment__person__village__district"))
        return rows.annotate(is_decided=Case(waiting, default=Value(1)), tier_rank=Case(rank, default=Value(0)))


class TaskDetailView(QueueDetailView):
    """The task as it was set, what the learner sent, earlier versions, and the decision."""

    model = TaskSubmission
    form_class = DecisionForm
    template_name = "courses/studio/task.html"
    page_title = "Periksa tugas"
    header_icon = "clipboard-list"
    index_url_name = INDEX
    index_label = "Tugas peserta"

    def with_related(self, rows: "QuerySet[Any]") -> "QuerySet[Any]":
        """Fetch the learner, the course and the photos."""
        related = rows.select_related("enrolment__person", "enrolment__course", "lesson", "decided_by")
        return related.prefetch_related("photos")

    def course_id(self) -> int:
        """Return the id of the task's course."""
        course_id: int = self.object.enrolment.course_id
        return course_id

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the versions before this one."""
        task = self.object
        same = TaskSubmission.objects.filter(enrolment=task.enrolment, lesson=task.lesson, block_id=task.block_id)
        earlier = same.filter(version__lt=task.version).order_by("-version").prefetch_related("photos")
        return super().get_context_data(earlier=earlier, **kwargs)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Decide and say how many wait; what another did meanwhile is told, not hidden."""
        accept = form.cleaned_data["decision"] == ACCEPT
        try:
            decide_task(self.object, accept=accept, comment=form.cleaned_data["comment"], by=self.request.user)
        except UserFault as fault:
            messages.error(self.request, fault.message)
        else:
            said = "diterima" if accept else "dikembalikan untuk diperbaiki"
            messages.success(
                self.request, f"Tugas {self.object.enrolment.person} {said}. Peserta dikabari lewat pesan."
            )
        return redirect(self.get_success_url())


class TaskViewSet(QueueViewSet):
    """The queue."""

    model = TaskSubmission
    name = "learning_tasks"
    url_prefix = "tugas"
    menu_label = "Tugas peserta"
    icon = "clipboard-list"
    menu_order = 10
    index_view_class = TaskIndexView
    detail_view_class = TaskDetailView
    filterset_class = TaskFilterSet
    search_fields = ["title", "enrolment__person__full_name", "enrolment__course__title"]
    list_display: list[Any] = [
        "title",
        Column("enrolment.person", label="Peserta", sort_key="enrolment__person__full_name"),
        district_column("enrolment__person"),
        Column("enrolment.course", label="Kursus", sort_key="enrolment__course__title"),
        Column("version", label="Kiriman ke-", sort_key="version"),
        DateColumn("sent_at", label="Dikirim", sort_key="sent_at"),
        Column("state", label="Keadaan", accessor="get_state_display", sort_key="state"),
    ]


task_viewset = TaskViewSet()
