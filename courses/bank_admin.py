"""The bank of test questions in `/studio/`: everybody sees and writes the questions of the courses they may write."""

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.views.generic import history, usage
from wagtail.admin.viewsets.model import ModelViewSet

from courses.models import BankQuestion, CoursePage
from courses.permissions import taught_courses


def courses_of_user(request: HttpRequest | None) -> "QuerySet[CoursePage]":
    """Return the courses that the person may choose from."""
    return taught_courses(request.user) if request else CoursePage.objects.none()


class OwnRowMixin:
    """Refuses a row of somebody else's course; Wagtail's generic views ask only about the kind of row."""

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        """Return the row. Raises PermissionDenied."""
        row = super().get_object(*args, **kwargs)  # type: ignore[misc]
        if not self.permission_policy.user_has_permission_for_instance(self.request.user, "change", row):  # type: ignore[attr-defined]
            raise PermissionDenied
        return row


class OwnCoursesMixin:
    """Offers, and takes, only courses that the person may write."""

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        """Return the form with those courses."""
        form = super().get_form(*args, **kwargs)  # type: ignore[misc]
        form.fields["course"].queryset = courses_of_user(self.request)  # type: ignore[attr-defined]
        return form


class BankFilterSet(WagtailFilterSet):
    """By course, and whether the question is in use."""

    course = django_filters.ModelChoiceFilter(label="Kursus", queryset=courses_of_user)
    is_active = django_filters.BooleanFilter(label="Dipakai")

    class Meta:
        model = BankQuestion
        fields = ["course", "is_active"]


class BankIndexView(generic.IndexView):
    """The list."""

    def get_base_queryset(self) -> "QuerySet[BankQuestion]":
        """Leave out what the person may not write."""
        rows = self.permission_policy.instances_user_has_any_permission_for(self.request.user, ["change"])
        return rows.select_related("course").order_by("course__title", "pk")


class BankAddView(OwnCoursesMixin, generic.CreateView):
    """A new question."""


class BankEditView(OwnRowMixin, OwnCoursesMixin, generic.EditView):
    """One question."""


class BankDeleteView(OwnRowMixin, generic.DeleteView):
    """Asks before a question goes; what people answered keeps its own copy."""


class BankHistoryView(OwnRowMixin, history.HistoryView):
    """Who changed a question and when."""


class BankUsageView(OwnRowMixin, usage.UsageView):
    """Where a question is used."""


class BankViewSet(ModelViewSet):
    """Test questions by course."""

    model = BankQuestion
    name = "bank_questions"
    icon = "help"
    menu_label = "Bank soal"
    menu_order = 20
    copy_view_enabled = False
    add_to_reference_index = False
    index_view_class = BankIndexView
    add_view_class = BankAddView
    edit_view_class = BankEditView
    delete_view_class = BankDeleteView
    history_view_class = BankHistoryView
    usage_view_class = BankUsageView
    list_display = [
        "text",
        Column("course", label="Kursus"),
        BooleanColumn("is_active", label="Dipakai"),
    ]
    filterset_class = BankFilterSet
    search_fields = ["text", "explanation"]
    search_backend_name = None
    list_per_page = 50


bank_viewset = BankViewSet()
