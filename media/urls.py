"""Addresses of the room `media`, mounted at the root by `lms/urls.py`."""

from django.urls import URLPattern, URLResolver, path

from media.serving import public_file

urlpatterns: list[URLPattern | URLResolver] = [path("berkas/<path:name>", public_file, name="public_file")]
