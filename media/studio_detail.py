"""The screen of one video in `/studio/`: what it is, how far it is, how each of its files looks."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET

from media.choosers import VIDEO_ICON
from media.models import RenditionCodec, Source
from media.overview import details_of, overview_of
from media.permissions import can_change_video, can_see_videos, can_upload_videos, videos_seen_by
from media.playing import Playable, Player


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one video: state, files, warnings, player."""
    source = seen_or_404(request, pk)
    found = overview_of(source, request)
    values = _allowed(request, source) | found | preview_of(found["player"], request.GET.get("putar", ""))
    values |= details_of(source.wanted, list(source.wanted.pieces.all()))
    return render(request, "media/studio/detail.html", page_of(source, request) | values)


@require_GET
def status(request: HttpRequest, pk: int) -> JsonResponse:
    """Answer the page's question how far the video is.

    `said` changes seldom and is read out; `html` and `preview` take the place of what is there. `?sudah=` is the
    percentage that the page shows: a piece that is lost does not make it fall.
    """
    source = seen_or_404(request, pk)
    found = overview_of(source, request) | _allowed(request, source)
    if not found["final"]:
        found["percent"] = max(found["percent"], _shown_already(request))
    preview = preview_of(found["player"], request.GET.get("putar", ""))
    return JsonResponse(
        {
            "final": found["final"],
            "percent": found["percent"],
            "said": found["stage"],
            "html": render_to_string("media/studio/status.html", found, request),
            "preview": render_to_string("media/studio/preview.html", preview | found, request),
        }
    )


def preview_of(player: Player, key: str) -> dict[str, Any]:
    """Return the files to choose between and the one that plays: the one asked for, else what most learners get."""
    every = [(choice, one) for choice in player.choices for one in choice.sources]
    once = {one.key: (choice, one) for choice, one in reversed(every)}  # a file may stand in for a choice above it
    files = [
        {"label": choice.label, "codec": RenditionCodec(one.codec).label, "file": one}
        for choice, one in every
        if once[one.key] == (choice, one)
    ]
    usual = player.chosen("")
    asked = next((one for choice in player.choices for one in choice.sources if one.key == key), None)
    playing: Playable | None = asked or (usual.sources[0] if usual else None)
    return {"files": files, "playing": playing}


def detail_url(source: Source) -> str:
    """Return the address of a video's own screen."""
    return reverse("video:detail", args=[source.pk])


def seen_or_404(request: HttpRequest, pk: int) -> Source:
    """Return a video that the person may see. Whose it is, is no secret worth another answer than 404."""
    if not can_see_videos(request.user):
        raise PermissionDenied
    return get_object_or_404(videos_seen_by(request.user).select_related("owner"), pk=pk)


def changeable_or_refused(request: HttpRequest, pk: int) -> Source:
    """Return a video that the person may change."""
    source = seen_or_404(request, pk)
    if not can_change_video(request.user, source):
        raise PermissionDenied
    return source


def page_of(source: Source, request: HttpRequest) -> dict[str, Any]:
    """Return what every screen of a video needs: headings, and what the person may do."""
    return {
        "source": source,
        "can_upload": can_upload_videos(request.user),
        "header_title": source.title,
        "header_icon": VIDEO_ICON,
        "breadcrumbs_items": [
            {"url": reverse("video:index"), "label": "Video"},
            {"url": detail_url(source), "label": source.title},
        ],
    } | _allowed(request, source)


def _allowed(request: HttpRequest, source: Source) -> dict[str, bool]:
    return {
        "can_change": can_change_video(request.user, source),
        "can_price": request.user.has_perm("media.change_videosettings"),
    }


def _shown_already(request: HttpRequest) -> int:
    shown = request.GET.get("sudah", "")
    return min(99, int(shown)) if shown.isascii() and shown.isdigit() and len(shown) < 4 else 0
