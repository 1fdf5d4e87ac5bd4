"""The screens of videos in `/studio/`: list, upload, state as it changes, rename, try again, delete."""

from typing import Any

import django_filters
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_GET
from wagtail.admin.admin_url_finder import ModelAdminURLFinder
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import log

from core.templatetags.formats import ukuran
from media.choosers import VIDEO_ICON
from media.errors import VideoInUse, sentence_for
from media.forms import TitleForm, VideoForm
from media.models import EncodingState, RenditionState, Source
from media.permissions import can_change_video, can_see_videos, can_upload_videos, videos_seen_by
from media.playing import player_for
from media.receiving import upload_refusal
from media.removing import places_of, remove_source
from media.retrying import retry_source
from media.tasks import ring

FINAL = {EncodingState.READY, EncodingState.FAILED}


class VideoFilterSet(WagtailFilterSet):
    """Narrow the list by state."""

    state = django_filters.ChoiceFilter(
        label="Keadaan", field_name="wanted__state", choices=EncodingState.choices, empty_label="Semua"
    )

    class Meta:
        model = Source
        fields: list[str] = []


class StateColumn(Column):
    """State with its progress in words, and the reason of a failure."""

    def get_value(self, instance: Source) -> str:
        """Return for instance `Sedang diolah, 40%`."""
        if instance.state == EncodingState.FAILED:
            return format_html("<strong>Gagal.</strong> {}", sentence_for(instance.wanted.reason))
        if instance.state == EncodingState.ENCODING:
            return f"{instance.get_state_display()}, {overall_progress(instance)}%"
        return instance.get_state_display()


class LengthColumn(Column):
    """Minutes and seconds."""

    def get_value(self, instance: Source) -> str:
        """Return `6 menit 5 detik`, or a dash while nobody has looked."""
        return length_in_words(instance.shown.duration_s)


class SizeColumn(Column):
    """What the original weighs."""

    def get_value(self, instance: Source) -> str:
        """Return `12,4 MB`."""
        return ukuran(instance.size_bytes)


class VideoIndexView(generic.IndexView):
    """The list."""

    model = Source
    page_title = "Video"
    header_icon = VIDEO_ICON
    any_permission_required = ["view"]
    index_url_name = "video:index"
    index_results_url_name = "video:index_results"
    add_url_name = "video:add"
    add_item_label = "Unggah video"
    filterset_class = VideoFilterSet
    search_fields = ["title"]
    is_searchable = True
    paginate_by = 20
    default_ordering = "-created_at"
    results_template_name = "media/studio/index_results.html"

    def get_base_queryset(self) -> QuerySet[Source]:
        """Return what the person may see."""
        return videos_seen_by(self.request.user).select_related("owner")

    @property
    def columns(self) -> list[Column]:
        """Title first; it leads to the video."""
        return [
            TitleColumn("title", label="Judul", sort_key="title", get_url=detail_url),
            StateColumn("state", label="Keadaan"),
            LengthColumn("duration_s", label="Durasi"),
            SizeColumn("size_bytes", label="Ukuran asli", sort_key="size_bytes"),
            Column("owner", label="Pengunggah"),
            DateColumn("created_at", label="Diunggah", sort_key="created_at"),
        ]


class VideoAddView(generic.CreateView):
    """The upload."""

    model = Source
    form_class = VideoForm
    page_title = "Unggah video"
    header_icon = VIDEO_ICON
    template_name = "media/studio/add.html"
    index_url_name = "video:index"
    add_url_name = "video:add"
    submit_button_label = "Unggah"
    submit_button_active_label = "Sedang mengunggah…"
    success_message = "Video “%(object)s” sudah diunggah dan sedang disiapkan."
    error_message = "Video belum diunggah. Perbaiki isian yang ditandai."

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form who uploads and why a file was not kept."""
        kwargs: dict[str, Any] = super().get_form_kwargs()
        return kwargs | {"owner": self.request.user, "refusal": upload_refusal(self.request)}

    def save_instance(self) -> Source:
        """Keep the upload, queue it and note who did it."""
        source: Source = self.form.save()
        log(source, "wagtail.create", user=self.request.user)
        return source

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The way back to the list."""
        return [{"url": reverse("video:index"), "label": "Video"}, {"url": "", "label": "Unggah video"}]

    def get_page_subtitle(self) -> str:
        """The heading."""
        return "Unggah video"

    def get_success_url(self) -> str:
        """Go on to the video, where its state can be watched."""
        return detail_url(self.object)

    def get_success_buttons(self) -> list[Any]:
        """The next screen is the video itself: no button."""
        return []


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one video: state, choices, player."""
    source = _seen_or_404(request, pk)
    return render(request, "media/studio/detail.html", _page(source, request) | _status(source))


@require_GET
def status(request: HttpRequest, pk: int) -> JsonResponse:
    """Answer the page's question how far the video is: `{final, ready, html}`."""
    source = _seen_or_404(request, pk)
    found = _status(source)
    html = render_to_string("media/studio/status.html", found | {"source": source}, request)
    return JsonResponse({"final": source.state in FINAL, "ready": len(found["player"].choices), "html": html})


def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the title."""
    source = _changeable_or_refused(request, pk)
    form = TitleForm(request.POST or None, instance=source)
    if request.method == "POST" and form.is_valid():
        form.save()
        log(source, "wagtail.edit", user=request.user)
        messages.success(request, "Judul sudah disimpan.")
        return redirect(detail_url(source))
    return render(request, "media/studio/rename.html", _page(source, request) | {"form": form})


def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then put a failed video back into the queue."""
    source = _changeable_or_refused(request, pk)
    if request.method == "POST":
        ring(retry_source(source))
        log(source, "media.retry", user=request.user)
        messages.success(request, "Video masuk antrean lagi.")
        return redirect(detail_url(source))
    return render(request, "media/studio/retry.html", _page(source, request))


def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then delete; while a page shows the video, say which and refuse."""
    source = _changeable_or_refused(request, pk)
    if request.method == "POST":
        try:
            remove_source(source, by=request.user)
        except VideoInUse as error:
            messages.error(request, error.message)
            return redirect(detail_url(source))
        messages.success(request, f"Video “{source.title}” sudah dihapus.")
        return redirect(reverse("video:index"))
    return render(request, "media/studio/delete.html", _page(source, request) | {"places": places_of(source)})


class VideoViewSet(ViewSet):
    """Mounts the screens under `/studio/video/` and in the menu, for those who may see videos."""

    icon = VIDEO_ICON
    menu_label = "Video"
    menu_order = 250
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        """The list comes first: the menu leads there."""
        return [
            path("", VideoIndexView.as_view(), name="index"),
            path("hasil/", VideoIndexView.as_view(results_only=True), name="index_results"),
            path("tambah/", VideoAddView.as_view(), name="add"),
            path("<int:pk>/", detail, name="detail"),
            path("<int:pk>/keadaan/", status, name="status"),
            path("<int:pk>/ubah/", rename, name="rename"),
            path("<int:pk>/ulangi/", retry, name="retry"),
            path("<int:pk>/hapus/", delete, name="delete"),
        ]


class VideoURLFinder(ModelAdminURLFinder):
    """Where other admin screens lead to for a video."""

    edit_url_name = "video:detail"


def detail_url(source: Source) -> str:
    """Return the address of a video's own screen."""
    return reverse("video:detail", args=[source.pk])


def overall_progress(source: Source) -> int:
    """Return how far the pieces of a video are together, in percent; trials and chunks that are to come count."""
    pieces = list(source.wanted.pieces.all())
    return sum(one.progress for one in pieces) // max(1, len(pieces))


def length_in_words(seconds: float | None) -> str:
    """Return 365.2 as `6 menit 5 detik`, a dash for nothing."""
    if not seconds:
        return "–"
    minutes, rest = divmod(max(1, round(seconds)), 60)
    return f"{minutes} menit {rest} detik" if minutes else f"{rest} detik"


def _seen_or_404(request: HttpRequest, pk: int) -> Source:
    """Return a video that the person may see. Whose it is, is no secret worth another answer than 404."""
    if not can_see_videos(request.user):
        raise PermissionDenied
    return get_object_or_404(videos_seen_by(request.user).select_related("owner"), pk=pk)


def _changeable_or_refused(request: HttpRequest, pk: int) -> Source:
    source = _seen_or_404(request, pk)
    if not can_change_video(request.user, source):
        raise PermissionDenied
    return source


def _page(source: Source, request: HttpRequest) -> dict[str, Any]:
    return {
        "source": source,
        "can_change": can_change_video(request.user, source),
        "can_upload": can_upload_videos(request.user),
        "header_title": source.title,
        "header_icon": VIDEO_ICON,
        "breadcrumbs_items": [
            {"url": reverse("video:index"), "label": "Video"},
            {"url": detail_url(source), "label": source.title},
        ],
    }


def _status(source: Source) -> dict[str, Any]:
    return {
        "length": length_in_words(source.shown.duration_s),
        "sentence": sentence_for(source.wanted.reason),
        "final": source.state in FINAL,
        "progress": overall_progress(source),
        "player": player_for(source),
        "rows": [
            {
                "rendition": one,
                "is_ready": one.state == RenditionState.READY,
            }
            for one in source.wanted.renditions.all()
        ],
    }
