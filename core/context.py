"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """Return what `site_values` says, for templates."""
    return site_values()


def site_values() -> dict[str, object]:
    """Return the site's name, its public address and whether demo mode is on; the same whoever asks."""
    return {"site_name": settings.WAGTAIL_SITE_NAME, "site_url": settings.SITE_URL, "demo": settings.DEMO}
