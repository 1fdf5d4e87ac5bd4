"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from core import first_style

STYLE = mark_safe(first_style.STYLE)


def site(request: HttpRequest) -> dict[str, object]:
    """Return what `site_values` says and, for a phone that has no stylesheet yet, the stylesheet itself."""
    return {**site_values(), "first_style": lambda: _give_style(request)}  # called by pages that show it


def site_values() -> dict[str, object]:
    """Return the site's name, its public address and whether demo mode is on; the same whoever asks."""
    return {"site_name": settings.WAGTAIL_SITE_NAME, "site_url": settings.SITE_URL, "demo": settings.DEMO}


def has_style(request: HttpRequest) -> bool:
    """Say whether the phone was given this very stylesheet before."""
    return request.COOKIES.get(first_style.COOKIE) == first_style.MARK


def style_was_given(request: HttpRequest) -> None:
    """Note that the answer carries the stylesheet."""
    request._was_style_given = True  # type: ignore[attr-defined]


def was_style_given(request: HttpRequest) -> bool:
    """Say whether the answer carries it, so that the cookie has to say so next time."""
    return getattr(request, "_was_style_given", False)


def _give_style(request: HttpRequest) -> SafeString | str:
    if has_style(request):
        return ""
    style_was_given(request)
    return STYLE
