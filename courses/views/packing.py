"""`/simpan/kursus/<slug>.ikm`: a course as one file, for a card, a cable or WhatsApp."""

import re
import threading
import weakref
from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from courses.errors import PackTooLarge
from courses.packing import Pack, pack_course
from courses.saving import WORDS
from courses.views.saving import outline_called

FROM = re.compile(r"bytes=(\d{1,18})-\Z")  # what a browser asks for when it goes on with a broken download
# A download holds a thread for as long as it takes, and other pages want some, too. Of each process.
STREAMS = threading.BoundedSemaphore(2)
BUSY = "Orang lain sedang mengunduh berkas kursus. Tunggu beberapa menit, lalu tekan Unduh berkas lagi."
RETRY_S = "120"


class TooManyStreams(Exception):
    """As many packs go out as may at a time."""


class _Stream:
    """A pack going out; its place is free again when it is closed or forgotten, begun or not."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        if not STREAMS.acquire(blocking=False):
            raise TooManyStreams
        self._chunks, self._leave = chunks, weakref.finalize(self, STREAMS.release)

    def close(self) -> None:
        """Free the place; the response calls this at its end, and keeps it until then."""
        self._leave()

    def __iter__(self) -> Iterator[bytes]:
        return self._chunks


@require_safe
def course_pack(request: HttpRequest, course: str) -> HttpResponseBase:
    """Send the course's pack, or the rest of it; asked by HEAD, say its size alone. `mutu`: the choice of video."""
    word = request.GET.get("mutu", "")
    if word and word not in WORDS:
        raise Http404("mutu")
    try:
        pack = pack_course(outline_called(course), word)
    except PackTooLarge as fault:
        return HttpResponse(fault.message, status=413, content_type="text/plain; charset=utf-8")
    return _answer(request, pack, f"{course}-{word or 'tanpa-video'}.ikm")


def _answer(request: HttpRequest, pack: Pack, name: str) -> HttpResponseBase:
    etag = f'"{pack.mark}"'
    headers = {"ETag": etag, "Accept-Ranges": "bytes", "Cache-Control": "public, no-cache"}
    first = _first(request, etag)
    if first >= pack.size:
        return HttpResponse(status=416, headers={**headers, "Content-Range": f"bytes */{pack.size}"})
    headers["Content-Length"] = str(pack.size - first)
    headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    if first:
        headers["Content-Range"] = f"bytes {first}-{pack.size - 1}/{pack.size}"
    try:
        body = iter(()) if request.method == "HEAD" else _Stream(pack.stream(first))
    except TooManyStreams:
        headers = {"Retry-After": RETRY_S, "Cache-Control": "no-store"}
        return HttpResponse(BUSY, status=503, content_type="text/plain; charset=utf-8", headers=headers)
    kind = "application/octet-stream"  # as a zip, some phones would unpack it
    return StreamingHttpResponse(body, status=206 if first else 200, content_type=kind, headers=headers)


def _first(request: HttpRequest, etag: str) -> int:
    """Return the byte to begin with: 0 for the whole, also when the rest would be that of another file."""
    asked = FROM.match(request.headers.get("Range", ""))
    if request.method != "GET" or not asked or request.headers.get("If-Range", etag) != etag:
        return 0
    return int(asked.group(1))
