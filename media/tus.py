"""Resumable uploads over HTTP: tus 1.0.0 with creation, expiration, termination, checksum (https://tus.io/protocols).

Same origin and session as every page: signing in, roles and the token against forged requests hold here too. A refusal
carries its sentence as plain text, for the page to show.
"""

import base64
import binascii
import functools
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import http_date

from accounts.public import is_second_factor_settled
from core.errors import IkmError
from core.store import StoreAway, private_store
from media.arriving import ALGORITHMS, blocks_of, checked
from media.errors import (
    ChecksumWrong,
    DiskFull,
    FileTooBig,
    MayNotUpload,
    OffsetWrong,
    PieceUnreadable,
    QuotaFull,
    SignedOut,
    StoreSilent,
    TooManyUploads,
    UploadGone,
    UploadUnknown,
)
from media.models import Upload
from media.permissions import can_upload_videos
from media.resuming import arrived, begin, drop, find, finish, folder, receive, rename
from media.tasks import ring
from media.uploading import check_disk

VERSION = "1.0.0"
EXTENSIONS = "creation,expiration,termination,checksum"
PIECE_TYPE = "application/offset+octet-stream"
STATUSES: dict[type[IkmError], int] = {
    PieceUnreadable: 400,
    SignedOut: 401,
    MayNotUpload: 403,
    UploadUnknown: 404,
    OffsetWrong: 409,
    UploadGone: 410,
    FileTooBig: 413,
    QuotaFull: 413,
    TooManyUploads: 429,
    ChecksumWrong: 460,
    StoreSilent: 503,
    DiskFull: 507,
}
OTHER_STATUS = 422  # what the person can mend by choosing another file
View = Callable[..., HttpResponse]


def tus_view(*methods: str) -> Callable[[View], View]:
    """Make a view speak tus: methods, versions, who may, refusals in words."""

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def answer(request: HttpRequest, **values: Any) -> HttpResponse:
            method = _method(request)
            response = _options() if method == "OPTIONS" else _answer(view, request, method, methods, values)
            response.headers.setdefault("Tus-Resumable", VERSION)
            response.headers.setdefault("Cache-Control", "no-store")
            return close_line(request, response)

        return answer

    return wrap


def close_line(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Ask for a new connection for the next request of an upload.

    When a connection breaks that has answered before, Chromium sends the same request once more by itself, the whole
    piece from its beginning, although most of it has arrived: measured, it doubled what a bad line had to carry.
    """
    if not request.META.get("SERVER_SOFTWARE", "").startswith("WSGIServer"):  # `runserver` lets no view say this
        response.headers["Connection"] = "close"
    return response


@tus_view("POST")
def uploads(request: HttpRequest, method: str) -> HttpResponse:
    """Begin an upload; without a title among its metadata it waits, when complete, for a form."""
    if method != "POST":
        return _not_allowed("POST")
    told = _metadata(request.headers.get("Upload-Metadata", ""))
    name = told.get("filename", "")
    title = told.get("title", "").strip() or name.rpartition(".")[0] if "title" in told else ""
    upload = begin(request.user, name=name, title=title, size_bytes=_number(request, "Upload-Length"))
    headers = {"Location": reverse("upload", args=[upload.pk])}
    return HttpResponse(status=201, headers=headers | _more(upload))


@tus_view("HEAD", "PATCH", "DELETE")
def upload(request: HttpRequest, method: str, pk: UUID) -> HttpResponse:
    """Say how much is here, take a piece, or forget it all. Somebody else's is answered like one that never was."""
    found = find(request.user, pk)
    return ACTS[method](request, found) if method in ACTS else _not_allowed(*ACTS)


def _head(request: HttpRequest, found: Upload) -> HttpResponse:
    headers = {"Upload-Offset": str(arrived(found)), "Upload-Length": str(found.size_bytes)}
    _finish_if_complete(found)
    return HttpResponse(headers=headers | _more(found))


def _patch(request: HttpRequest, found: Upload) -> HttpResponse:
    if request.content_type != PIECE_TYPE:
        return _refusal(PieceUnreadable(), status=415)
    at, size = _number(request, "Upload-Offset"), _number(request, "Content-Length")
    if at + size > found.size_bytes:
        return _refusal(PieceUnreadable(), status=413)
    if not found.source_id:
        rename(found, _metadata(request.headers.get("Upload-Metadata", "")).get("title", ""))
        _take_piece(request, found, at=at, size=size)
    elif at != found.size_bytes:
        raise OffsetWrong
    _finish_if_complete(found)
    return HttpResponse(status=204, headers={"Upload-Offset": str(found.offset_bytes)} | _more(found))


def _take_piece(request: HttpRequest, found: Upload, *, at: int, size: int) -> None:
    check_disk(size if private_store().is_local else 0)
    blocks = blocks_of(request)
    checksum = request.headers.get("Upload-Checksum")
    if checksum is None:
        receive(found, at=at, blocks=blocks)
        return
    if checksum.partition(" ")[0] not in ALGORITHMS:
        raise PieceUnreadable
    with checked(blocks, checksum=checksum, size=size, folder=folder()) as whole:
        receive(found, at=at, blocks=whole)


def _finish_if_complete(found: Upload) -> None:
    """Make the video, also when only the answer to the last piece was lost and the browser asks how far it is."""
    if found.offset_bytes == found.size_bytes and found.title and not found.source_id:
        finish(found)
        ring(1)


def _delete(request: HttpRequest, found: Upload) -> HttpResponse:
    drop(found)
    return HttpResponse(status=204)


ACTS: dict[str, Callable[[HttpRequest, Upload], HttpResponse]] = {"HEAD": _head, "PATCH": _patch, "DELETE": _delete}


def _method(request: HttpRequest) -> str:
    """Return the method meant. Only a POST may carry another: Django has checked its token, and not that of a GET."""
    method = request.method or ""
    return request.headers.get("X-HTTP-Method-Override", method) if method == "POST" else method


def _answer(
    view: View, request: HttpRequest, method: str, methods: tuple[str, ...], values: dict[str, Any]
) -> HttpResponse:
    try:
        _check_person(request)
        if method in methods and request.headers.get("Tus-Resumable") != VERSION:
            return _refusal(PieceUnreadable(), status=412, headers={"Tus-Version": VERSION})
        return view(request, method=method, **values)
    except IkmError as error:
        return _refusal(error)
    except StoreAway:
        return _refusal(StoreSilent())


def _check_person(request: HttpRequest) -> None:
    if not request.user.is_authenticated:
        raise SignedOut
    if not can_upload_videos(request.user):
        raise MayNotUpload
    if not is_second_factor_settled(request):
        raise SignedOut


def _not_allowed(*methods: str) -> HttpResponse:
    return HttpResponse(status=405, headers={"Allow": ", ".join((*methods, "OPTIONS"))})


def _refusal(error: IkmError, *, status: int = 0, headers: dict[str, str] | None = None) -> HttpResponse:
    status = status or STATUSES.get(type(error), OTHER_STATUS)
    reason = "Checksum Mismatch" if status == STATUSES[ChecksumWrong] else None
    kind = "text/plain; charset=utf-8"
    return HttpResponse(error.message, status=status, reason=reason, headers=headers, content_type=kind)


def _options() -> HttpResponse:
    headers = {
        "Tus-Version": VERSION,
        "Tus-Extension": EXTENSIONS,
        "Tus-Max-Size": str(settings.MEDIA_MAX_UPLOAD_BYTES),
        "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
    }
    return HttpResponse(status=204, headers=headers)


def _more(found: Upload) -> dict[str, str]:
    """Return how long it is kept, and where the state of the video can be asked for that it became."""
    headers = {"Upload-Expires": http_date(found.expires_at.timestamp())}
    if found.source_id:
        headers["Video-State"] = reverse("upload_state", args=[found.source_id])
    return headers


def _number(request: HttpRequest, header: str) -> int:
    """Return a header's number; raises PieceUnreadable unless it is plain digits."""
    text = request.headers.get(header, "")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise PieceUnreadable
    return int(text)


def _metadata(header: str) -> dict[str, str]:
    """Return `name base64,name base64` as a dictionary; raises PieceUnreadable."""
    found = {}
    for pair in filter(None, (part.strip() for part in header.split(","))):
        name, _, value = pair.partition(" ")
        try:
            found[name] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError) as error:
            raise PieceUnreadable from error
    return found
