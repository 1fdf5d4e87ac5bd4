"""Addresses of the room `media`, mounted at the root by `lms/urls.py`."""

from django.urls import URLPattern, URLResolver, path

from media import tus, upload_page
from media.serving import public_file

urlpatterns: list[URLPattern | URLResolver] = [
    path("berkas/<path:name>", public_file, name="public_file"),
    path("unggah/", upload_page.page, name="upload_page"),
    path("unggah/berkas/", tus.uploads, name="uploads"),
    path("unggah/berkas/<uuid:pk>/", tus.upload, name="upload"),
    path("unggah/keadaan/<int:pk>/", upload_page.state, name="upload_state"),
    path("unggah/batal/<uuid:pk>/", upload_page.cancel, name="upload_cancel"),
]
