"""Addresses of the room `demo`, mounted at the root by `lms/urls.py`."""

from django.urls import URLPattern, URLResolver, path

from demo.views import video_progress

urlpatterns: list[URLPattern | URLResolver] = [path("demo/video/", video_progress, name="demo_video_progress")]
