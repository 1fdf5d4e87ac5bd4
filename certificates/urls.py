"""Addresses of the room `certificates`, mounted at the root by `lms/urls.py`."""

from django.urls import URLPattern, URLResolver, path

from certificates import learner_views, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("periksa/", views.check_form, name="certificate_check_form"),
    path("periksa/<str:code>/", views.check, name="certificate_check"),
    # The QR's address is in capitals: they need fewer and larger squares.
    path("PERIKSA/<str:code>/", views.check),
    path("saya/sertifikat/<str:code>.pdf", learner_views.certificate_pdf, name="certificate_pdf"),
    path("saya/sertifikat/<int:pk>/nama/", learner_views.name_screen, name="certificate_name"),
]
