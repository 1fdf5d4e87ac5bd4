"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """Return the site's name, its public address and whether demo mode is on."""
    return {"site_name": settings.WAGTAIL_SITE_NAME, "site_url": settings.SITE_URL, "demo": settings.DEMO}
