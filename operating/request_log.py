"""One line of the log for each request, and the id by which everything that it led to is found."""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from operating.log_lines import safe_path
from operating.metrics import count_request
from operating.tracing import Trace, request_id_from, tracing

GetResponse = Callable[[HttpRequest], HttpResponseBase]
HEADER = "X-Request-ID"
ASKED_BY_MACHINES = ("/sehat/", "/metrik/")  # every few seconds: their lines would bury the others
FOUND = {200, 206, 304}
logger = logging.getLogger(__name__)


class RequestLogMiddleware:
    """Stands outside of all others: what they answer by themselves is told as well.

    The id is that of the proxy in front, if there is one that we trust; it is answered in `X-Request-ID`. Who asked is
    told by the account's tag, which says nothing about the person, and only where the page had to know.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        is_trusted = settings.ALLAUTH_TRUSTED_PROXY_COUNT > 0
        request_id = request_id_from(request.headers.get(HEADER, ""), is_trusted=is_trusted)
        began = time.perf_counter()
        with tracing(Trace(request_id)):
            response = self.get_response(request)
            response.headers[HEADER] = request_id
            seconds = time.perf_counter() - began
            count_request(request, response, seconds)
            _tell(request, response, seconds)
        return response


def _tell(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
    level = logging.DEBUG if request.path_info in ASKED_BY_MACHINES else logging.INFO
    if not logger.isEnabledFor(level):
        return
    values = {
        "method": request.method if request.method in {"GET", "POST", "HEAD", "PUT", "PATCH", "DELETE"} else "OTHER",
        "path": path_of(request, response),
        "status": response.status_code,
        "ms": round(seconds * 1000, 1),
        "user": response.headers.get("X-Account", ""),
    }
    logger.log(level, "%(method)s %(path)s %(status)s", values, extra=values)


def path_of(request: HttpRequest, response: HttpResponseBase) -> str:
    """Return the address as it may be told; static files and kept pages never meet a view."""
    if request.path_info.startswith(settings.STATIC_URL):
        return f"{settings.STATIC_URL}<file>"
    if request.resolver_match is None and response.status_code in FOUND:
        return request.path_info
    return safe_path(request)
