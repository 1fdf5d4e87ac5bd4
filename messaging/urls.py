"""Addresses of the room `messaging`, mounted at the root by `lms/urls.py`."""

from django.urls import URLPattern, URLResolver, path

from messaging.views import demo_outbox, whatsapp_reports

urlpatterns: list[URLPattern | URLResolver] = [
    path("kirim/whatsapp/", whatsapp_reports, name="whatsapp_reports"),
    path("demo/pesan/", demo_outbox, name="demo_outbox"),
]
