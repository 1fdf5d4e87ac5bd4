"""Addresses of the room `sync`, mounted at the root by `lms/urls.py`."""

from django.urls import path

from sync import views

urlpatterns = [
    path("sinkron/", views.queue, name="sync"),
    path("sinkron/berkas/<slug:sha256>/", views.photo, name="sync_file"),
]
