"""The list of courses in `/studio/`: state, size and whether the content was reviewed; filtered and exported."""

from typing import Any

import django_filters
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import PageStatusColumn
from wagtail.admin.views.pages.listing import IndexView, PageFilterSet
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.permissions import page_permission_policy

from core.exporting import TextExportMixin
from courses.models import CoursePage

REVIEWED = [("ya", "Sudah ditinjau"), ("belum", "Belum ditinjau pengajar")]


class CourseFilterSet(PageFilterSet):
    """By review, topic and instructor, beside Wagtail's own."""

    ditinjau = django_filters.ChoiceFilter(label="Ditinjau", choices=REVIEWED, method="by_review")

    def by_review(self, courses: "QuerySet[CoursePage]", name: str, value: str) -> "QuerySet[CoursePage]":
        """Keep the courses that were, or were not, reviewed."""
        return courses.filter(reviewed_at__isnull=value == "belum")

    class Meta:
        model = CoursePage
        fields = ["topics"]


class CourseIndexView(TextExportMixin, IndexView):
    """The list, with the reviewer at hand."""

    default_ordering = "title"

    def annotate_queryset(self, pages: Any) -> Any:
        """Bring reviewers and banks along; `select_related` gets lost where Wagtail makes pages specific."""
        size = Count("bank_questions", filter=Q(bank_questions__is_active=True), distinct=True)
        return super().annotate_queryset(pages).annotate(bank_size=size).prefetch_related("reviewed_by")


class CoursesMenuItem(MenuItem):
    """The way to the list, for people who may write some page; Wagtail would show it to everybody."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Ask what the list itself asks."""
        may: bool = page_permission_policy.user_has_any_permission(request.user, IndexView.any_permission_required)
        return may


class CourseListingViewSet(PageListingViewSet):
    """All courses that the person may see in the admin."""

    model = CoursePage
    name = "courses"
    icon = "doc-full"
    menu_label = "Semua kursus"
    menu_order = 10
    menu_item_class = CoursesMenuItem
    index_view_class = CourseIndexView
    filterset_class = CourseFilterSet
    columns = [
        *[column for column in IndexView.base_columns if column.name in {"bulk_actions", "title"}],
        Column("review_words", label="Ditinjau"),
        Column("bank_words", label="Bank soal"),
        DateColumn("latest_revision_created_at", label="Diubah", sort_key="latest_revision_created_at"),
        PageStatusColumn("status", label="Keadaan", sort_key="live"),
    ]
    list_export = ["title", "slug", "status_string", "review_words", "reviewed_at", "pass_mark"]
    export_filename = "kursus"


course_viewset = CourseListingViewSet()
