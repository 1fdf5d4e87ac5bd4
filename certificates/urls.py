"""Addresses of the room `certificates`, mounted at the root by `lms/urls.py`."""

from django.urls import URLPattern, URLResolver, path

from certificates import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("periksa/", views.check_form, name="certificate_check_form"),
    path("periksa/<str:code>/", views.check, name="certificate_check"),
    # The QR's address is in capitals: they need fewer and larger squares.
    path("PERIKSA/<str:code>/", views.check),
    path("saya/sertifikat/<str:code>.pdf", views.certificate_pdf, name="certificate_pdf"),
]
