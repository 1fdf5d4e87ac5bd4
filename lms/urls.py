"""All addresses. Rooms mount their own at the root; `/studio/` is the Wagtail admin."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from lms.health import WEB_CHECKS, health

urlpatterns = [
    path("sehat/", health, name="health"),
    path("sehat/web/", health, {"names": WEB_CHECKS}, name="web_health"),
    path("", include("courses.urls")),  # first, because they are asked for most
    path("", include("accounts.urls")),
    path("", include("messaging.urls")),
    path("", include("sync.urls")),
    path("", include("certificates.urls")),
    path("", include("media.urls")),
    path("", include("businesses.urls")),
    path("", include("reference.urls")),
    path("", include("mentoring.urls")),
    path("", include("home.urls")),
    path("", include("operating.urls")),
    path("", include("demo.urls")),
    path("dokumen/", include(wagtaildocs_urls)),
    path("studio/", include(wagtailadmin_urls)),
    path("", include(wagtail_urls)),
]
