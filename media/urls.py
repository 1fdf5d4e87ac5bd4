"""Addresses of the room `media`, mounted at the root by `lms/urls.py`."""

from django.urls import URLPattern, URLResolver, path

from media import tus, upload_page
from media.serving import captions_file, download, public_file

urlpatterns: list[URLPattern | URLResolver] = [
    path("berkas/<path:name>", public_file, name="public_file"),
    path("takarir/<int:source_id>-<slug:mark>.vtt", captions_file, name="video_captions"),
    path("unduh/<int:source_id>/<slug:key>/", download, name="video_download"),
    path("unggah/", upload_page.page, name="upload_page"),
    path("unggah/berkas/", tus.uploads, name="uploads"),
    path("unggah/berkas/<uuid:pk>/", tus.upload, name="upload"),
    path("unggah/keadaan/<int:pk>/", upload_page.state, name="upload_state"),
    path("unggah/batal/<uuid:pk>/", upload_page.cancel, name="upload_cancel"),
]
