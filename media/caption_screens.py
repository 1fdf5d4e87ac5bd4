"""The editor of captions in `/studio/`, beside the player: lines with times, from a file or typed."""

import json
from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.log_actions import log

from core.errors import IkmError, UserFault
from media.captions import MAX_BYTES, MAX_TEXT, parse_captions, parse_time, spoken_time, to_srt, to_vtt
from media.choosers import VIDEO_ICON
from media.errors import CaptionsChanged, CaptionsTooBig
from media.models import Source
from media.permissions import can_change_video, can_see_videos, videos_seen_by
from media.playing import player_for
from media.receiving import upload_refusal
from media.transcribing import Line, check_lines, cues_of, lines_from, read_lines, save_captions, stamp_of

SPARE_MS = 2000  # a caption may stand a little longer than the video
WRITERS = {"vtt": (to_vtt, "text/vtt"), "srt": (to_srt, "application/x-subrip")}
SAVED = "captions-saved"  # tells the script of the editor that it need not keep what was typed any longer


class NoFileChosen(UserFault):
    """The button was pressed before a file was chosen."""

    code = "no_file_chosen"
    sentence = "Belum ada berkas yang dipilih. Pilih berkas .vtt atau .srt, lalu tekan Buka berkas."


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the lines, or keep them; what cannot be kept comes back as it was typed."""
    source = _own_or_refused(request, pk)
    if request.method != "POST":
        return _editor(request, source, lines_from(cues_of(source)))
    typed = _typed(request)
    if typed is None:
        messages.error(request, "Belum disimpan: isinya tidak sampai utuh. Muat ulang halaman ini, lalu coba lagi.")
        return _editor(request, source, lines_from(cues_of(source)))
    return _save(request, source, typed)


@require_http_methods(["GET", "HEAD", "POST"])
def open_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the lines of a file into the editor; nothing is kept before somebody has looked at them.

    Whoever had to sign in first comes back without the file, to the editor.
    """
    source = _own_or_refused(request, pk)
    if request.method != "POST":
        return redirect("caption_editor", pk=source.pk)
    seen = request.POST.get("seen", "")
    try:
        lines = lines_from(parse_captions(_content(request)))
    except IkmError as fault:
        typed = _typed(request)
        kept = lines_from(cues_of(source)) if typed is None else typed
        return _editor(request, source, kept, fault=fault.message, seen=seen)
    return _editor(request, source, lines, seen=seen, note=f"{len(lines)} baris terbaca. Periksa, lalu tekan Simpan.")


@require_safe
def download(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """Hand out what is kept, as a file."""
    source = _own_or_refused(request, pk)
    if form not in WRITERS:
        raise Http404
    write, content_type = WRITERS[form]
    response = HttpResponse(write(cues_of(source)), content_type=f"{content_type}; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"{source.title}.{form}") or "attachment"
    return response


CAPTION_PATHS: list[URLPattern] = [
    path("video/<int:pk>/takarir/", edit, name="caption_editor"),
    path("video/<int:pk>/takarir/berkas/", open_file, name="caption_file"),
    path("video/<int:pk>/takarir/unduh/<slug:form>/", download, name="caption_download"),
]


def _save(request: HttpRequest, source: Source, lines: Sequence[Line]) -> HttpResponse:
    cues, checked = check_lines(lines)
    seen = request.POST.get("seen", "")
    wrong = [str(number) for number, line in enumerate(checked, start=1) if line.fault]
    if wrong:
        listed = ", ".join(wrong[:5]) + (", …" if len(wrong) > 5 else "")
        fault = f"Belum disimpan: perbaiki baris {listed}. Ketikan Anda masih ada di bawah."
        return _editor(request, source, checked, fault=fault, seen=seen)
    try:
        save_captions(source, cues, seen=seen, by=request.user)
    except CaptionsChanged as fault:
        # The next save is meant: it carries the stamp of what is shown beside the person's own lines.
        return _editor(request, source, checked, fault=fault.message, kept=to_vtt(cues_of(_again(source))))
    log(source, "media.captions", user=request.user)
    messages.success(request, f"Takarir sudah disimpan: {len(cues)} baris.", extra_tags=SAVED)
    return redirect("caption_editor", pk=source.pk)


def _editor(
    request: HttpRequest,
    source: Source,
    lines: Sequence[Line],
    *,
    fault: str = "",
    note: str = "",
    kept: str = "",
    seen: str | None = None,
) -> HttpResponse:
    """Show the editor with these lines. `kept` is what somebody else has saved; `seen` what this person knows of."""
    player = player_for(source, with_text=False)
    detail = reverse("video:detail", args=[source.pk])
    context = {
        "source": source,
        "player": player,
        "chosen": player.chosen("", is_thrifty=True),
        "lines": lines,
        "typed": json.dumps([{"start": line.start, "end": line.end, "text": line.text} for line in lines]),
        "seen": stamp_of(_again(source)) if seen is None else seen,
        "is_unsaved": request.method == "POST",
        "fault": fault,
        "note": note,
        "kept": kept,
        "too_long": _too_long(lines, player.duration_s),
        "max_text": MAX_TEXT,
        "header_title": source.title,
        "header_icon": VIDEO_ICON,
        "breadcrumbs_items": [
            {"url": reverse("video:index"), "label": "Video"},
            {"url": detail, "label": source.title},
            {"url": "", "label": "Takarir"},
        ],
    }
    return render(request, "media/studio/captions.html", context)


def _too_long(lines: Sequence[Line], duration_s: float) -> str:
    """Return when the last line ends if that is well after the video does: probably the file of another one."""
    last = max((parse_time(line.end) or 0 for line in lines), default=0)
    return spoken_time(last) if duration_s and last > duration_s * 1000 + SPARE_MS else ""


def _typed(request: HttpRequest) -> list[Line] | None:
    """Return the lines that the script of the editor sent along; None when they are not all here."""
    try:
        return read_lines(json.loads(request.POST.get("lines", "")))
    except ValueError:
        return None


def _content(request: HttpRequest) -> bytes:
    """Return what was uploaded; raises NoFileChosen or why none was kept, CaptionsTooBig before reading a large one."""
    file = request.FILES.get("file")
    if file is None:
        raise upload_refusal(request) or NoFileChosen()
    if (file.size or 0) > MAX_BYTES:
        raise CaptionsTooBig
    return bytes(file.read())


def _again(source: Source) -> Source:
    """Return the row as it stands now: somebody else may have saved since it was read."""
    return Source.objects.get(pk=source.pk)


def _own_or_refused(request: HttpRequest, pk: int) -> Source:
    """Return a video that the person may change. Whose it is, is no secret worth another answer than 404."""
    if not can_see_videos(request.user):
        raise PermissionDenied
    source = get_object_or_404(videos_seen_by(request.user), pk=pk)
    if not can_change_video(request.user, source):
        raise PermissionDenied
    return source
