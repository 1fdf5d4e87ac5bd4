"""The one place where files go out, whole or in part: by us, by nginx (X-Accel-Redirect) or by the object store.

Public files may be fetched from the store itself by what shows them; scripts get them from us, because they may only
read what comes from the site (saved lessons, packs). Private files are asked for here after the view has checked who
may see them; only a plain visit is sent on, to an address that holds for a minute.
"""

import re
from email.utils import parsedate_to_datetime
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import content_disposition_header, http_date, parse_etags

from core.store import Found, Store, private_store, public_store

RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})\Z")
CONTENT_NAME = re.compile(r"(?:.*/)?([0-9a-f]{32,})\.\w+\Z")
SHOWN_BY = ("video", "audio", "image")  # what a browser fetches without letting a script read it
REDIRECT_KEPT_S = 3600


class RangeNotPossible(Exception):
    """The range lies outside the file."""


def serve_public(request: HttpRequest, name: str, *, content_type: str, save_as: str = "") -> HttpResponseBase:
    """Answer with a public file; raises Http404. `save_as` makes it a download of that name."""
    is_shown = request.headers.get("Sec-Fetch-Dest") in SHOWN_BY and request.headers.get("Sec-Fetch-Mode") == "no-cors"
    response = _serve(request, public_store(), name, content_type, save_as, may_redirect=is_shown and not save_as)
    if response.status_code == 302:
        patch_cache_control(response, public=True, max_age=REDIRECT_KEPT_S)
        patch_vary_headers(response, ["Sec-Fetch-Dest", "Sec-Fetch-Mode"])
    elif not save_as:
        patch_cache_control(response, public=True, max_age=31536000, immutable=True)
    return response


def serve_private(request: HttpRequest, name: str, *, content_type: str, save_as: str = "") -> HttpResponseBase:
    """Answer with a private file that whoever asks may see: check that first. Raises Http404."""
    is_visit = request.headers.get("Sec-Fetch-Mode") == "navigate"
    response = _serve(request, private_store(), name, content_type, save_as, may_redirect=is_visit)
    if response.status_code == 302:
        patch_cache_control(response, private=True, no_store=True)
    return response


def _serve(
    request: HttpRequest, store: Store, name: str, content_type: str, save_as: str, *, may_redirect: bool
) -> HttpResponseBase:
    found = store.find(name)
    if not found:
        raise Http404
    headers = {"Content-Type": content_type}
    if save_as:
        headers["Content-Disposition"] = content_disposition_header(True, save_as) or "attachment"
    if settings.ACCEL and store.accel_prefix:
        return HttpResponse(headers=headers | {"X-Accel-Redirect": store.accel_prefix + quote(name)})
    address = store.address(name, content_type=content_type, save_as=save_as) if may_redirect else ""
    # Not HttpResponseRedirect: the answer's type is that of the file where a proxy puts the two together.
    return (
        HttpResponse(status=302, headers={"Location": address}) if address else _stream(request, store, found, headers)
    )


def _stream(request: HttpRequest, store: Store, found: Found, headers: dict[str, str]) -> HttpResponseBase:
    """Answer with the bytes (RFC 9110: one range; several are answered with the whole)."""
    etag = etag_of(found)
    headers |= {"ETag": etag, "Last-Modified": http_date(found.modified_s), "Accept-Ranges": "bytes"}
    if _is_known(request.headers.get("If-None-Match", ""), etag):
        return HttpResponse(status=304, headers=headers)
    try:
        part = wanted_range(request, size=found.size_bytes, etag=etag, modified_s=int(found.modified_s))
    except RangeNotPossible:
        return HttpResponse(status=416, headers=headers | {"Content-Range": f"bytes */{found.size_bytes}"})
    first, last = part or (0, found.size_bytes - 1)
    headers["Content-Length"] = str(last - first + 1)
    if part:
        headers["Content-Range"] = f"bytes {first}-{last}/{found.size_bytes}"
    body = iter(()) if request.method == "HEAD" else store.read(found.name, first, last)
    return StreamingHttpResponse(body, status=206 if part else 200, headers=headers)


def etag_of(found: Found) -> str:
    """Return a strong ETag: from the name where it says the content, the same on every machine; else from the time."""
    named = CONTENT_NAME.match(found.name)
    return f'"{named.group(1) if named else f"{found.modified_ns:x}"}-{found.size_bytes:x}"'


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
