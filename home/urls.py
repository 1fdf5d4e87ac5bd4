"""Addresses of the room `home`, mounted at the root by `lms/urls.py`."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
