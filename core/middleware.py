"""Response headers that hold on every page."""

import logging
from collections.abc import Callable

from csp.constants import SELF, UNSAFE_INLINE
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from core.store import StoreAway

logger = logging.getLogger(__name__)
GetResponse = Callable[[HttpRequest], HttpResponseBase]

STUDIO_PREFIX = "/studio/"
RETRY_S = 60
POLICY_HEADER = "Content-Security-Policy"
STUDIO_POLICY = {
    "default-src": [SELF],
    # Wagtail's listing and edit views carry inline script and style.
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:", *settings.FILES_FROM],
    "media-src": [SELF, "blob:", *settings.FILES_FROM],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
    "form-action": [SELF],
    "object-src": ["'none'"],
    "base-uri": [SELF],
}


class StudioPolicyMiddleware:
    """Gives the Wagtail admin its own content security policy; must stand inside CSPMiddleware."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not request.path_info.startswith(STUDIO_PREFIX):
            return response
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        if POLICY_HEADER in response.headers:
            # A preview: Wagtail has sent the page through the whole stack, and now shows it in a frame of its own.
            policy = response.headers[POLICY_HEADER]
            response.headers[POLICY_HEADER] = policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
        else:
            response._csp_config = STUDIO_POLICY  # type: ignore[attr-defined]  # django-csp's own hook
        return response


class SecurityHeadersMiddleware:
    """Adds Permissions-Policy, which Django does not: no page of ours needs any of these."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
        return response


class StoreAwayMiddleware:
    """Answers 503 in words where the object store does not answer: it is nobody's fault here and will be back."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Turn StoreAway into our page. Its words may hold names of files, so the log has only what kind it is."""
        if not isinstance(exception, StoreAway):
            return None
        logger.warning("refused for want of the file store: %s", type(exception.__cause__).__name__)
        return unavailable(request)


def unavailable(request: HttpRequest) -> HttpResponseBase:
    """Return the page that says: a part of this is away, try again in a minute."""
    response = render(request, "503.html", status=503)
    response.headers["Retry-After"] = str(RETRY_S)
    return response
