"""`/berkas/...`: the public files, in the pieces that players ask for. Only what we wrote ourselves lies there.

A web server in front may take this over; the answers are the same. `/takarir/...`: captions, from their row.
`/unduh/...`: files for other programs.
"""

import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from pathlib import Path, PurePosixPath

from django.core.exceptions import SuspiciousFileOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import Resolver404, resolve
from django.utils.crypto import constant_time_compare
from django.utils.http import content_disposition_header, http_date, parse_etags
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from media.captions import to_vtt
from media.downloading import downloadable, file_name
from media.models import RetiredFile, Source
from media.playing import player_for
from media.storages import public_storage
from media.transcribing import cues_of, mark_of
from media.workplaces import SOUND_SUFFIX, VIDEO_SUFFIX, public_name

# The type comes from the ending that we gave, never from the content or an upload's own name.
CONTENT_TYPES = {
    ".mp4": "video/mp4",
    ".m4a": "audio/mp4",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
}
CHUNK_BYTES = 64 * 1024
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})\Z")
CONTENT_NAME = re.compile(r"[0-9a-f]{32,}\Z")

immutable = cache_control(public=True, max_age=31536000, immutable=True)


class RangeNotPossible(Exception):
    """The range lies outside the file."""


@require_safe
@immutable
def public_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """Answer with a public file, whole or in part."""
    return answer_with_file(request, find_file(name))


@require_safe
@immutable
def captions_file(request: HttpRequest, source_id: int, mark: str) -> HttpResponse:
    """Answer with captions as WebVTT; only whoever has seen the page knows the mark of what stands there now."""
    text = _captions(source_id, mark)
    if text is None:
        raise Http404
    return HttpResponse(text, content_type="text/vtt; charset=utf-8")


def captions_at(url: str) -> bytes | None:
    """Return the captions that this address of ours answers with; None for any other."""
    try:
        found = resolve(url)
    except Resolver404:
        return None
    text = _captions(**found.kwargs) if found.url_name == "video_captions" else None
    return text.encode() if text is not None else None


def _captions(source_id: int, mark: str) -> str | None:
    source = Source.objects.filter(published__isnull=False, pk=source_id).first()
    cues = cues_of(source) if source else ()
    return to_vtt(cues) if cues and constant_time_compare(mark, mark_of(cues)) else None


@require_safe
@cache_control(public=True, max_age=24 * 3600)  # the name in it is the title, which may change
def download(request: HttpRequest, source_id: int, key: str) -> HttpResponseBase:
    """Answer with one choice as a download. Whoever knows the name of the published file may have this form of it.

    A page that is still open may name a file that was replaced since; that one is kept for a while.
    """
    source = get_object_or_404(Source, pk=source_id)
    choices = player_for(source, with_text=False).choices
    found = {one.download.key: (one.download.name, one.label) for one in choices if one.download}
    name, label = found.get(key) or (_retired_name(key), "")
    path = downloadable(find_file(name))
    return answer_with_file(request, path, save_as=file_name(source.title, label, path.suffix))


def _retired_name(key: str) -> str:
    names = [public_name(key, suffix) for suffix in (VIDEO_SUFFIX, SOUND_SUFFIX)]
    return get_object_or_404(RetiredFile, name__in=names).name


def answer_with_file(request: HttpRequest, path: Path, *, save_as: str = "") -> HttpResponseBase:
    """Answer with a file of ours, whole or in part (RFC 9110: one range; several are answered with the whole).

    `save_as` makes it a download of that name.
    """
    stat = path.stat()
    etag = etag_of(path, size=stat.st_size, modified_ns=stat.st_mtime_ns)
    headers = {"ETag": etag, "Last-Modified": http_date(stat.st_mtime), "Accept-Ranges": "bytes"}
    if save_as:
        headers["Content-Disposition"] = content_disposition_header(True, save_as) or "attachment"
    if _is_known(request.headers.get("If-None-Match", ""), etag):
        return HttpResponse(status=304, headers=headers)
    try:
        part = wanted_range(request, size=stat.st_size, etag=etag, modified_s=int(stat.st_mtime))
    except RangeNotPossible:
        return HttpResponse(status=416, headers=headers | {"Content-Range": f"bytes */{stat.st_size}"})
    first, last = part or (0, stat.st_size - 1)
    headers |= {"Content-Length": str(last - first + 1), "Content-Type": CONTENT_TYPES[path.suffix.lower()]}
    if part:
        headers["Content-Range"] = f"bytes {first}-{last}/{stat.st_size}"
    body = iter(()) if request.method == "HEAD" else read_piece(path, first, last)
    return StreamingHttpResponse(body, status=206 if part else 200, headers=headers)


def etag_of(path: Path, *, size: int, modified_ns: int) -> str:
    """Return a strong ETag: from the name where it says the content, the same on every machine; else from the time."""
    mark = path.stem if CONTENT_NAME.match(path.stem) else f"{modified_ns:x}"
    return f'"{mark}-{size:x}"'


def find_file(name: str) -> Path:
    """Return the path behind a public name; raises Http404 for anything that is not a finished file of a known kind."""
    pure = PurePosixPath(name)
    if pure.suffix.lower() not in CONTENT_TYPES or any(part.startswith(".") for part in pure.parts):
        raise Http404
    try:
        path = Path(public_storage().path(name))
    except (SuspiciousFileOperation, ValueError) as error:  # a way out of the folder, or a NUL byte
        raise Http404 from error
    if not path.is_file():
        raise Http404
    return path


def wanted_range(request: HttpRequest, *, size: int, etag: str, modified_s: int) -> tuple[int, int] | None:
    """Return first and last byte asked for, or None for the whole; raises RangeNotPossible."""
    match = RANGE.match(request.headers.get("Range", ""))
    if request.method != "GET" or not match or match.group(1) == match.group(2) == "":
        return None
    if not _still_the_same(request.headers.get("If-Range", ""), etag=etag, modified_s=modified_s):
        return None
    first, last = match.groups()
    if not first:  # the last so many bytes
        if not int(last) or not size:
            raise RangeNotPossible
        return max(0, size - int(last)), size - 1
    if last and int(last) < int(first):  # not a valid range at all: ignored
        return None
    if int(first) >= size:
        raise RangeNotPossible
    return int(first), min(int(last) if last else size - 1, size - 1)


def read_piece(path: Path, first: int, last: int) -> Iterator[bytes]:
    """Yield the bytes from `first` to `last`, both included."""
    with path.open("rb") as file:
        file.seek(first)
        left = last - first + 1
        while left and (chunk := file.read(min(CHUNK_BYTES, left))):
            left -= len(chunk)
            yield chunk


def _is_known(condition: str, etag: str) -> bool:
    """Say whether If-None-Match names this file; a proxy may have weakened the mark (RFC 9110, 13.1.2)."""
    return condition.strip() == "*" or etag in (known.removeprefix("W/") for known in parse_etags(condition))


def _still_the_same(condition: str, *, etag: str, modified_s: int) -> bool:
    """Say whether an If-Range condition holds; an empty one does, a weak one never."""
    if not condition or condition == etag:
        return True
    try:
        return parsedate_to_datetime(condition).timestamp() == modified_s
    except ValueError:
        return False
