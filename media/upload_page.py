"""`/unggah/`: a light page that uploads and shows how far each video is, for phones on bad lines.

The admin's own screens weigh a megabyte; this page stays under 30 KB with its scripts, and works without them.
"""

from collections.abc import Callable, Iterable
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from accounts.public import is_second_factor_settled
from core.errors import IkmError
from media.errors import sentence_for
from media.forms import VideoForm
from media.models import EncodingState, Piece, Rendition, Source, Upload
from media.permissions import can_see_videos, can_upload_videos, videos_seen_by
from media.progress import percent_of
from media.receiving import upload_refusal
from media.resuming import drop, find, has_bytes, open_uploads
from media.tus import close_line

PER_PAGE = 10
FINAL = {EncodingState.READY, EncodingState.FAILED}
View = Callable[..., HttpResponse]


def for_uploaders(view: View) -> View:
    """Let in who may upload; whoever still owes a second factor is led to it by the studio."""

    @login_required
    def answer(request: HttpRequest, **values: Any) -> HttpResponse:
        if not can_upload_videos(request.user):
            raise PermissionDenied
        if not is_second_factor_settled(request):
            return redirect("video:index")
        return view(request, **values)

    return answer


@for_uploaders
def page(request: HttpRequest) -> HttpResponse:
    """Show the form and one's own videos; take a file that comes without scripts."""
    if request.method == "POST":
        form = VideoForm(request.POST, request.FILES, owner=request.user, refusal=upload_refusal(request))
        if form.is_valid():
            source = form.save()
            messages.success(request, f"Video “{source}” sudah diunggah dan sedang disiapkan.")
            return redirect("upload_page")
    else:
        form = VideoForm(owner=request.user)
    return render(request, "media/unggah.html", {"form": form} | _lists(request))


@require_GET
@login_required
def state(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a page's question how far a video is: `{final, html}`."""
    if not can_see_videos(request.user) or not is_second_factor_settled(request):
        raise PermissionDenied
    source = get_object_or_404(videos_seen_by(request.user), pk=pk)
    (card,) = cards([source])
    html = render_to_string("media/unggah_state.html", {"card": card})
    return close_line(request, JsonResponse({"final": card["final"], "html": html}))


@for_uploaders
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask, then forget what has arrived of a file."""
    try:
        upload = find(request.user, pk)
    except IkmError as error:
        raise Http404 from error
    if request.method == "POST":
        drop(upload)
        messages.success(request, f"Unggahan “{upload.name}” sudah dibatalkan.")
        return redirect("upload_page")
    return render(request, "media/unggah_cancel.html", {"upload": upload, "percent": percent(upload)})


def cards(sources: Iterable[Source]) -> list[dict[str, Any]]:
    """Return what a list shows of each video; one query for the pieces of all that are under way."""
    sources = list(sources)
    under_way = [one.wanted_id for one in sources if one.state not in FINAL]
    pieces: dict[int, list[Piece]] = {pk: [] for pk in under_way}
    for piece in Piece.objects.filter(encoding__in=under_way) if under_way else ():
        pieces[piece.encoding_id].append(piece)
    return [
        {
            "source": one,
            "final": one.state in FINAL,
            "progress": percent_of(one.wanted, pieces.get(one.wanted_id, ())),
            "sentence": sentence_for(one.wanted.reason),
            "renditions": _in_order(one),
        }
        for one in sources
    ]


def percent(upload: Upload) -> int:
    """Return how much of a file is here, never 100 before its last byte."""
    return upload.offset_bytes * 100 // upload.size_bytes


def _in_order(source: Source) -> list[Rendition]:
    """Return the renditions of the plan, or those that play until it is done; cheapest first."""
    return sorted(source.wanted.renditions.all(), key=lambda one: (one.is_fast, one.pk))


def _lists(request: HttpRequest) -> dict[str, Any]:
    found: Page[Source] = Paginator(Source.objects.filter(owner=request.user.pk), PER_PAGE).get_page(
        request.GET.get("halaman")
    )
    waiting = [_waiting(one) for one in open_uploads(request.user) if has_bytes(one)]
    return {"waiting": waiting, "page": found, "cards": cards(found)}


def _waiting(upload: Upload) -> dict[str, Any]:
    """Return what the list shows of a file on its way; one without a title waits, when complete, for its form."""
    is_for_form = not upload.title and upload.offset_bytes == upload.size_bytes
    title = PurePath(upload.name).stem
    return {"upload": upload, "percent": percent(upload), "is_for_form": is_for_form, "title": title}
