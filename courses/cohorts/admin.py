"""`/studio/angkatan/`: the list of classes, forming and changing one, and the addresses of its screens."""

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from courses.cohorts import meeting_views, views
from courses.cohorts.forms import CohortForm
from courses.models import Cohort, CohortMode, CohortState
from courses.permissions import seen_cohorts
from courses.views.studio_queues import courses_to_choose


class CohortFilterSet(WagtailFilterSet):
    """By course, state and way."""

    course = django_filters.ModelChoiceFilter(label="Kursus", queryset=courses_to_choose)
    state = django_filters.ChoiceFilter(label="Keadaan", choices=CohortState.choices)
    mode = django_filters.ChoiceFilter(label="Cara", choices=CohortMode.choices)

    class Meta:
        model = Cohort
        fields = ["course", "state", "mode"]


def _seats(cohort: Any) -> str:
    return f"{cohort.member_count} dari {cohort.capacity}"


class CohortIndexView(generic.IndexView):
    """The list; a title opens the class."""

    any_permission_required = ["view"]
    add_item_label = "Buat angkatan"
    default_ordering = "-starts_on"

    def get_base_queryset(self) -> "QuerySet[Cohort]":
        """Keep to the classes that this person sees, with the number of members."""
        rows = seen_cohorts(self.request.user).select_related("course", "teacher")
        return rows.annotate(member_count=Count("members"))

    def get_edit_url(self, instance: Cohort) -> str:
        """Open the class, not the form."""
        return reverse("cohorts:inspect", args=[instance.pk])

    def get_list_more_buttons(self, instance: Cohort) -> list[Any]:
        """Offer what is done most."""
        return [Button("Buka", url=self.get_edit_url(instance), icon_name="view", priority=10)]

    @property
    def no_results_message(self) -> str:
        """Say what an empty list means."""
        if self.is_searching or self.is_filtering:
            return "Tidak ada yang cocok. Ubah kata pencarian atau saringannya."
        return "Belum ada angkatan. Tekan Buat angkatan untuk membentuk yang pertama."


class CreateCohortView(generic.CreateView):
    """Forms a class; its members come next."""

    page_title = "Buat angkatan"
    submit_button_label = "Simpan, lalu tambah peserta"
    success_message = "%(object)s dibuat. Sekarang tambahkan pesertanya."

    def get_success_url(self) -> str:
        """Open the class."""
        return reverse("cohorts:inspect", args=[self.object.pk])


class OneCohortMixin:
    """Asks the policy about this very class: Wagtail's own views ask about classes in general."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse what this class doesn't allow any more."""
        view: Any = self
        cohort = get_object_or_404(Cohort, pk=kwargs["pk"])
        may = view.permission_policy.user_has_permission_for_instance
        if not may(request.user, view.permission_required, cohort):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # a Wagtail view
        return response


class DeleteCohortView(OneCohortMixin, generic.DeleteView):
    """Deletes an empty draft."""


class ChangeCohortView(OneCohortMixin, generic.EditView):
    """Changes a class that isn't closed."""

    def get_success_url(self) -> str:
        """Open the class."""
        return reverse("cohorts:inspect", args=[self.object.pk])


class CohortViewSet(ModelViewSet):
    """Classes."""

    model = Cohort
    name = "cohorts"
    url_prefix = "angkatan"
    icon = "group"
    menu_label = "Angkatan"
    menu_order = 5
    copy_view_enabled = False
    add_to_reference_index = False
    list_per_page = 30
    index_view_class = CohortIndexView
    add_view_class = CreateCohortView
    edit_view_class = ChangeCohortView
    delete_view_class = DeleteCohortView
    filterset_class = CohortFilterSet
    search_fields = ["title", "place", "course__title"]
    search_backend_name = None
    list_display: list[Any] = [
        "title",
        Column("course", label="Kursus", sort_key="course__title"),
        Column("number", label="Angkatan ke-", sort_key="number"),
        DateColumn("starts_on", label="Mulai", sort_key="starts_on"),
        DateColumn("ends_on", label="Selesai", sort_key="ends_on"),
        Column("seats", label="Peserta", accessor=_seats, sort_key="member_count"),
        Column("state", label="Keadaan", accessor="get_state_display", sort_key="state"),
    ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Offer no list of places where a class is used: there are none."""
        common: dict[str, Any] = super().get_common_view_kwargs(**kwargs)
        return {**common, "usage_url_name": None}

    def get_form_class(self, for_update: bool = False) -> Any:
        """Return the form for a class."""
        return CohortForm

    def get_urlpatterns(self) -> list[URLPattern]:
        """Open the list, the form, and every screen of a class and of its meetings."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("baru/", self.add_view, name="add"),
            path("<int:pk>/", views.FollowView.as_view(), name="inspect"),
            path("<int:pk>/ubah/", self.edit_view, name="edit"),
            path("<int:pk>/hapus/", self.delete_view, name="delete"),
            path("<int:pk>/riwayat/", self.history_view, name="history"),
            path("<int:pk>/riwayat/results/", self.history_results_view, name="history_results"),
            path("<int:pk>/mulai/", views.OpenView.as_view(), name="open"),
            path("<int:pk>/tulis/", views.WriteView.as_view(), name="write"),
            path("<int:pk>/tutup/", views.CloseView.as_view(), name="close"),
            path("<int:pk>/peserta/<int:member>/keluarkan/", views.RemoveMemberView.as_view(), name="remove_member"),
            *_meeting_patterns(),
        ]


def _meeting_patterns() -> list[URLPattern]:
    """Return the addresses of meetings."""
    one = "<int:pk>/pertemuan/<int:meeting>/"
    return [
        path("<int:pk>/pertemuan/baru/", meeting_views.PlanMeetingView.as_view(), name="plan_meeting"),
        path(one, meeting_views.AttendanceView.as_view(), name="meeting"),
        path(f"{one}ubah/", meeting_views.ChangeMeetingView.as_view(), name="change_meeting"),
        path(f"{one}hapus/", meeting_views.DeleteMeetingView.as_view(), name="delete_meeting"),
        path(f"{one}qr/", meeting_views.CodeView.as_view(), name="code"),
        path(f"{one}daftar-hadir.pdf", meeting_views.SheetView.as_view(), name="sheet"),
        path(f"{one}foto/", meeting_views.SheetPhotoView.as_view(), name="add_photo"),
        path(f"{one}foto/<int:photo>/hapus/", meeting_views.RemoveSheetPhotoView.as_view(), name="remove_photo"),
        path("foto/<int:photo>/", meeting_views.sheet_photo_file, name="photo"),
    ]


cohort_viewset = CohortViewSet()
