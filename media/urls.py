"""Addresses of the room `media`, mounted at the root by `lms/urls.py`."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
