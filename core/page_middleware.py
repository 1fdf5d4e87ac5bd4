"""Compressing pages, and keeping whole pages that are the same for every stranger."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

import brotli
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers

from core import first_style
from core.content_version import content_version
from core.context import has_style, style_was_given, was_style_given
from core.pages_cache import find_page, keep_page

GetResponse = Callable[[HttpRequest], HttpResponseBase]
View = Callable[..., HttpResponse]
SMALLEST = 200  # bytes; below, compressing makes nothing smaller
REFUSED = re.compile(r";\s*q\s*=\s*0(\.0*)?\s*\Z")
QUALITY, WINDOW = 5, 18  # of 11: from 6 on a page gets no smaller, only dearer; a larger window costs its clearing


def same_for_strangers(view: View) -> View:
    """Mark a view whose answers are equal for everybody without a session at an address, until the content changes."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.is_for_strangers = True  # type: ignore[attr-defined]  # for the middleware below
        return response

    return wrapped


@dataclass(frozen=True)
class KeptPage:
    """A finished answer as it goes over the line."""

    content: bytes
    headers: dict[str, str]


class KeptPagesMiddleware:
    """Answers strangers with a page that was made before, if nothing has changed since.

    Stands outside of everything that makes a page: what is kept has been compressed and has all its headers. A request
    counts as a stranger's when it has no session cookie; one with a query is always answered anew.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._answer(request)
        if was_style_given(request):
            _set_style_cookie(response)
        return response

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        version = content_version() if may_be_shared(request) else ""
        if not version:
            return self.get_response(request)
        key = f"page:{key_of(request)}:{version}"
        page: KeptPage | None = find_page(key)
        if page is None:
            response = self.get_response(request)
            page = _keep(key, response)
            if page is None:
                return response
        if not has_style(request):
            style_was_given(request)
        return _from(page, request)


class PageCompressionMiddleware(GZipMiddleware):
    """Compresses pages and data, never files: Django's own would rewrite pieces of a video and break seeking in it.

    Brotli where the browser takes it. It lacks the random length that Django's gzip adds against guessing secrets by
    sizes; the one secret in pages, the token of forms, is masked anew for each answer.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        kind = response.headers.get("Content-Type", "")
        if response.streaming or response.status_code == 206 or not kind.startswith(("text/", "application/json")):
            return response
        accepted = accepted_encodings(request)
        if "br" in accepted:
            return _with_brotli(response)
        if "gzip" in accepted:
            return super().process_response(request, response)
        patch_vary_headers(response, ("Accept-Encoding",))  # Django takes any word with `gzip` in it for a yes
        return response


def may_be_shared(request: HttpRequest) -> bool:
    """Say whether the answer could be anybody's."""
    if request.method != "GET" or not request.path_info.startswith(settings.PAGES_SAME_FOR_STRANGERS):
        return False
    is_plain = not request.META.get("QUERY_STRING") and not settings.DEBUG
    return is_plain and settings.SESSION_COOKIE_NAME not in request.COOKIES


def key_of(request: HttpRequest) -> str:
    """Return everything that the same page differs by: its address and what the browser says of itself."""
    encodings = accepted_encodings(request)
    encoding = next((one for one in ("br", "gzip") if one in encodings), "")
    return f"{request.path_info}:{encoding}:{is_thrifty(request):d}{has_style(request):d}"


def is_thrifty(request: HttpRequest) -> bool:
    """Say whether the phone asks to save data."""
    return request.headers.get("Save-Data", "").lower() == "on"


def accepted_encodings(request: HttpRequest) -> set[str]:
    """Return the encodings that the browser names; those it refuses (`;q=0`) are left out."""
    named = request.headers.get("Accept-Encoding", "").lower().split(",")
    return {one.partition(";")[0].strip() for one in named if not REFUSED.search(one)}


def _keep(key: str, response: HttpResponseBase) -> KeptPage | None:
    """Keep a page that its view calls the same for strangers; nothing that sets a cookie or is no page."""
    is_meant = getattr(response, "is_for_strangers", False) and response.status_code == 200
    if not is_meant or response.cookies or not isinstance(response, HttpResponse):
        return None
    patch_cache_control(response, no_cache=True)
    response.headers["ETag"] = f'W/"{hashlib.sha256(response.content).hexdigest()[:20]}"'
    page = KeptPage(response.content, dict(response.items()))
    keep_page(key, page)
    return page


def _from(page: KeptPage, request: HttpRequest) -> HttpResponseBase:
    response = HttpResponse(page.content, headers=page.headers)
    return get_conditional_response(request, etag=page.headers["ETag"], response=response) or response


def _with_brotli(response: HttpResponseBase) -> HttpResponseBase:
    if not isinstance(response, HttpResponse) or response.has_header("Content-Encoding"):
        return response
    patch_vary_headers(response, ("Accept-Encoding",))
    if len(response.content) < SMALLEST:
        return response
    response.content = brotli.compress(response.content, quality=QUALITY, lgwin=WINDOW, mode=brotli.MODE_TEXT)
    response.headers["Content-Length"] = str(len(response.content))
    response.headers["Content-Encoding"] = "br"
    if response.headers.get("ETag", "").startswith('"'):
        response.headers["ETag"] = "W/" + response.headers["ETag"]
    return response


def _set_style_cookie(response: HttpResponseBase) -> None:
    response.set_cookie(
        first_style.COOKIE,
        first_style.MARK,
        max_age=first_style.YEAR_S,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
