"""Addresses of the room `certificates`, mounted at the root by `lms/urls.py`."""

from django.urls import URLPattern, URLResolver, path

from certificates import learner_views, views
from certificates.credentials import views as credential_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("periksa/", views.check_form, name="certificate_check_form"),
    path("periksa/berkas/", views.check_file_form, name="certificate_check_file"),
    path("periksa/<str:code>/", views.check, name="certificate_check"),
    # The QR's address is in capitals: they need fewer and larger squares.
    path("PERIKSA/<str:code>/", views.check),
    path("saya/sertifikat/<str:code>.pdf", learner_views.certificate_pdf, name="certificate_pdf"),
    path("saya/sertifikat/<str:code>.json", credential_views.credential, {"form": "json"}, name="credential_json"),
    path("saya/sertifikat/<str:code>.jwt", credential_views.credential, {"form": "jwt"}, name="credential_jwt"),
    path(
        "sertifikat/status/<slug:series>/<int:year>/<int:place>",
        credential_views.status_list,
        name="certificate_status",
    ),
    path("saya/sertifikat/<str:code>/hp.json", learner_views.sheet_for_phone, name="certificate_for_phone"),
    path(".well-known/did.json", credential_views.did, name="did_document"),
    path("saya/sertifikat/<int:pk>/nama/", learner_views.name_screen, name="certificate_name"),
]
