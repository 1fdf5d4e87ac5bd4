"""What `/studio/` gets from the room `media`."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern
from django.utils.html import format_html_join
from wagtail import hooks
from wagtail.admin.admin_url_finder import register_admin_url_finder
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permissions import register_permission_policy

from media.caption_screens import CAPTION_PATHS
from media.choosers import video_chooser_viewset
from media.models import Source
from media.permissions import VideoPermissionPolicy, can_see_videos
from media.studio import VideoURLFinder, VideoViewSet

UPLOAD_SCRIPTS = ("vendor/tus.min.js", "js/unggah.js")

register_permission_policy(Source, VideoPermissionPolicy(Source))
register_admin_url_finder(Source, VideoURLFinder)


@hooks.register("register_admin_viewset")
def register_video_screens() -> list[ViewSet]:
    """Mount the screens and the window of the video block."""
    return [VideoViewSet("video"), video_chooser_viewset]


@hooks.register("register_admin_urls")
def register_caption_editor() -> list[URLPattern]:
    """Mount the editor of captions below the video's own screens."""
    return CAPTION_PATHS


@hooks.register("construct_main_menu")
def hide_video_menu(request: HttpRequest, items: list[Any]) -> None:
    """Show the menu item only to those who may see videos."""
    if not can_see_videos(request.user):
        items[:] = [item for item in items if item.name != "video"]


@hooks.register("insert_editor_js")
def add_upload_comforts() -> str:
    """Wherever a form of the admin is: the window of the video block opens in them, with its upload tab."""
    return format_html_join("", '<script defer src="{}"></script>', [[static(name)] for name in UPLOAD_SCRIPTS])


@hooks.register("register_log_actions")
def register_log_words(actions: Any) -> None:
    """Name what is logged."""
    actions.register_action("media.retry", "Olah video lagi", "Video diolah lagi")
    actions.register_action("media.captions", "Ubah takarir", "Takarir diubah")
    actions.register_action("media.replace", "Ganti berkas video", "Berkas video diganti")
