"""The acts on videos in `/studio/`: upload, rename, replace, try again, delete; and where its screens are mounted."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from wagtail.admin.admin_url_finder import ModelAdminURLFinder
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import log

from media.choosers import VIDEO_ICON
from media.errors import VideoInUse
from media.forms import ReplaceForm, TitleForm, VideoForm
from media.models import EncodingState, Source
from media.receiving import upload_refusal
from media.removing import places_of, remove_source
from media.retrying import retry_source
from media.studio_detail import changeable_or_refused, detail, detail_url, page_of, status
from media.studio_list import VideoIndexView
from media.tasks import ring


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
        """Keep the upload and queue it."""
        return self.form.save()

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


def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the title."""
    source = changeable_or_refused(request, pk)
    form = TitleForm(request.POST or None, instance=source)
    if request.method == "POST" and form.is_valid():
        form.save()
        log(source, "wagtail.edit", user=request.user)
        messages.success(request, "Judul sudah disimpan.")
        return redirect(detail_url(source))
    return render(request, "media/studio/rename.html", page_of(source, request) | {"form": form})


def replace(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the video another file; its title, and the pages that show it, stay."""
    source = changeable_or_refused(request, pk)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ReplaceForm(*posted, instance=source, owner=request.user, refusal=upload_refusal(request))
    if request.method == "POST" and form.is_valid():
        log(form.save(), "media.replace", user=request.user)
        messages.success(request, "Berkas video sudah diganti dan sedang disiapkan.")
        return redirect(detail_url(source))
    return render(request, "media/studio/replace.html", page_of(source, request) | {"form": form})


def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then put a failed video back into the queue."""
    source = changeable_or_refused(request, pk)
    if request.method == "POST":
        if source.state == EncodingState.FAILED:
            ring(retry_source(source))
            log(source, "media.retry", user=request.user)
            messages.success(request, "Video masuk antrean lagi.")
        return redirect(detail_url(source))
    return render(request, "media/studio/retry.html", page_of(source, request))


def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then delete; while a page shows the video, say which and refuse."""
    source = changeable_or_refused(request, pk)
    if request.method == "POST":
        try:
            remove_source(source, by=request.user)
        except VideoInUse as error:
            messages.error(request, error.message)
            return redirect(detail_url(source))
        messages.success(request, f"Video “{source.title}” sudah dihapus.")
        return redirect(reverse("video:index"))
    return render(request, "media/studio/delete.html", page_of(source, request) | {"places": places_of(source)})


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
            path("<int:pk>/ganti/", replace, name="replace"),
            path("<int:pk>/ulangi/", retry, name="retry"),
            path("<int:pk>/hapus/", delete, name="delete"),
        ]


class VideoURLFinder(ModelAdminURLFinder):
    """Where other admin screens lead to for a video."""

    edit_url_name = "video:detail"
