"""Choosing a video in the lesson editor, or uploading one on the spot."""

from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic.chooser import (
    BaseChooseView,
    ChooseResultsViewMixin,
    ChooseViewMixin,
    ChosenMultipleView,
    ChosenView,
    CreateView,
    CreationFormMixin,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.permissions import policy_registry

VIDEO_ICON = "media"


class VideoFilterForm(BaseFilterForm):
    """Search by title."""

    q = forms.CharField(label="Cari judul", required=False, widget=forms.TextInput(attrs={"placeholder": "Cari judul"}))

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        """Return the videos whose title holds the words."""
        self.search_query = self.cleaned_data.get("q")
        self.is_searching = bool(self.search_query)
        return objects.filter(title__icontains=self.search_query) if self.search_query else objects


class VideoCreationMixin(CreationFormMixin):
    """The tab that uploads; its form learns who uploads and why a file was not kept."""

    creation_tab_id = "upload"

    def get_creation_form_kwargs(self) -> dict[str, Any]:
        """Add what the form needs besides the data."""
        kwargs: dict[str, Any] = super().get_creation_form_kwargs()
        refusal = getattr(self.request, "upload_refusal", None)
        return kwargs | {"owner": self.request.user, "refusal": refusal, "prefix": "video-chooser-upload"}


class BaseVideoChooseView(BaseChooseView):
    """Lists what the person may see."""

    filter_form_class = VideoFilterForm

    def get_object_list(self) -> QuerySet[Any]:
        """Return one's own videos, or all for the office."""
        return seen_by(self.model_class, self.request.user).select_related("owner")

    @property
    def columns(self) -> list[Column]:
        """Title, state, who, when."""
        return [
            self.title_column,
            Column("state", label="Keadaan", accessor="get_state_display"),
            Column("owner", label="Pengunggah"),
            DateColumn("created_at", label="Diunggah"),
        ]


class VideoChooseView(ChooseViewMixin, VideoCreationMixin, BaseVideoChooseView):
    """The whole window."""


class VideoChooseResultsView(ChooseResultsViewMixin, VideoCreationMixin, BaseVideoChooseView):
    """The list in it, after a search or a turn of the page."""


class VideoChosenView(ChosenView):
    """The answer to a choice."""

    def get_object(self, pk: str) -> Any:
        """Return a video that the person may see."""
        return seen_by(self.model_class, self.request.user).get(pk=pk)


class VideosChosenView(ChosenMultipleView):
    """The answer to several choices."""

    def get_objects(self, pks: list[str]) -> QuerySet[Any]:
        """Return those that the person may see."""
        return seen_by(self.model_class, self.request.user).filter(pk__in=pks)


class VideoUploadView(VideoCreationMixin, CreateView):
    """Takes the upload from the window."""


class VideoChooserViewSet(ChooserViewSet):
    """The window that opens from a video block."""

    model = "media.Source"
    icon = VIDEO_ICON
    choose_one_text = "Pilih video"
    choose_another_text = "Pilih video lain"
    edit_item_text = "Lihat video ini"
    search_tab_label = "Video yang ada"
    creation_tab_label = "Unggah video"
    create_action_label = "Unggah"
    create_action_clicked_label = "Sedang mengunggah…"
    creation_form_class = "media.forms.VideoForm"
    choose_view_class = VideoChooseView
    choose_results_view_class = VideoChooseResultsView
    chosen_view_class = VideoChosenView
    chosen_multiple_view_class = VideosChosenView
    create_view_class = VideoUploadView


def seen_by(model: type[Model], person: Any) -> QuerySet[Any]:
    """Return the videos that `person` may see, by the registered policy: this file loads before the models do."""
    return policy_registry.get_by_type(model).instances_user_has_any_permission_for(person, ["choose"])


video_chooser_viewset = VideoChooserViewSet("video_chooser", url_prefix="video/pilih")
