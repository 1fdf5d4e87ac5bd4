"""Addresses of the room `media`, mounted at the root by `lms/urls.py`."""

from django.urls import URLPattern, URLResolver, path

from media.serving import captions_file, download, public_file

urlpatterns: list[URLPattern | URLResolver] = [
    path("berkas/<path:name>", public_file, name="public_file"),
    path("takarir/<int:source_id>-<slug:mark>.vtt", captions_file, name="video_captions"),
    path("unduh/<int:source_id>/<slug:key>/", download, name="video_download"),
]
