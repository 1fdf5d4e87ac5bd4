"""Response headers that hold on every page."""

from collections.abc import Callable

from csp.constants import SELF, UNSAFE_INLINE
from django.http import HttpRequest, HttpResponseBase

GetResponse = Callable[[HttpRequest], HttpResponseBase]

STUDIO_PREFIX = "/studio/"
STUDIO_POLICY = {
    "default-src": [SELF],
    # Wagtail's listing and edit views carry inline script and style.
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "media-src": [SELF, "blob:"],
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
        if request.path_info.startswith(STUDIO_PREFIX):
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
