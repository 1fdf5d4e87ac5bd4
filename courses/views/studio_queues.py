"""What the staff lists of learners' records share: only rows of followed courses, one button: open."""

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.views.generic import FormView
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import policy_registry

from core.exporting import TextExportMixin
from courses.models import CoursePage
from courses.permissions import can_teach, followed_courses


def courses_to_choose(request: HttpRequest | None) -> "QuerySet[CoursePage]":
    """Return the courses that the filter offers."""
    return followed_courses(request.user).order_by("title") if request else CoursePage.objects.none()


def district_column(person: str) -> Column:
    """Return a column with the kecamatan of the row's person, by which tier rows wait; `person` leads to them."""

    def district(row: Any) -> str:
        for name in person.split("__"):
            row = getattr(row, name)
        return str(row.village.district) if row.village else ""

    return Column("district", label="Kecamatan", accessor=district, sort_key=f"{person}__village__district__name")


class CourseFilterSet(WagtailFilterSet):
    """By course; a list of a certain kind adds its own."""

    course = django_filters.ModelChoiceFilter(
        label="Kursus", queryset=courses_to_choose, field_name="enrolment__course"
    )


class QueueIndexView(TextExportMixin, generic.IndexView):
    """A list of the rows that this person follows; the title opens one."""

    any_permission_required = ["view"]
    empty_words = "Belum ada isi."
    nothing_found_words = "Tidak ada yang cocok. Ubah kata pencarian atau saringannya."
    related: tuple[str, ...] = ()

    def get_base_queryset(self) -> "QuerySet[Any]":
        """Keep to the followed courses, with what the columns show."""
        policy = policy_registry.get_by_type(self.model)
        rows = policy.instances_user_has_any_permission_for(self.request.user, {"view"})
        return self.annotate_rows(rows.select_related(*self.related))

    def annotate_rows(self, rows: "QuerySet[Any]") -> "QuerySet[Any]":
        """Add what a list of a certain kind counts."""
        return rows

    def get_edit_url(self, instance: Model) -> str:
        """Return the screen that opens the row."""
        return reverse(self.edit_url_name, args=[instance.pk])

    def get_list_more_buttons(self, instance: Model) -> list[Any]:
        """Offer nothing beside opening."""
        return []

    @property
    def no_results_message(self) -> str:
        """Say what an empty list means."""
        return self.nothing_found_words if self.is_searching or self.is_filtering else self.empty_words


class QueueDetailView(WagtailAdminTemplateMixin, FormView):
    """One row with everything that is needed to answer it; who only follows the course reads."""

    model: type[Model]
    queryset: "QuerySet[Any]"
    index_url_name = ""
    index_label = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in who follows the row's course; answering is for who teaches it."""
        policy = policy_registry.get_by_type(self.model)
        rows = policy.instances_user_has_any_permission_for(request.user, {"view"})
        if not policy.user_has_permission(request.user, "view"):
            raise PermissionDenied
        self.object = get_object_or_404(self.with_related(rows), pk=kwargs["pk"])
        self.may_answer = can_teach(request.user, self.course_id())
        if request.method == "POST" and not self.may_answer:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def with_related(self, rows: "QuerySet[Any]") -> "QuerySet[Any]":
        """Fetch along what the screen shows."""
        return rows

    def course_id(self) -> int:
        """Return the id of the row's course."""
        raise NotImplementedError

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        here = {"url": "", "label": self.page_title, "sublabel": str(self.object)}
        return [*self.breadcrumbs_items, {"url": self.get_success_url(), "label": self.index_label}, here]

    def get_success_url(self) -> str:
        """Return the list."""
        return reverse(self.index_url_name)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the row and what this person may do with it."""
        return super().get_context_data(
            object=self.object, may_answer=self.may_answer, back_url=self.get_success_url(), **kwargs
        )


class QueueViewSet(ModelViewSet):
    """A list and a detail screen; rows are made by learners, so there is no adding, editing or deleting."""

    copy_view_enabled = False
    add_to_reference_index = False
    exclude_form_fields: list[str] = []
    list_per_page = 30
    detail_view_class: type[QueueDetailView] | None = None

    def get_urlpatterns(self) -> list[URLPattern]:
        """Open the list, its results alone, and the detail screen where there is one."""
        patterns = [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]
        if self.detail_view_class:
            patterns.append(path("<int:pk>/", self.detail_view_class.as_view(), name="edit"))
        return patterns
