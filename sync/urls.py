"""Addresses of the room `sync`, mounted at the root by `lms/urls.py`."""

from django.urls import path

from sync import result_views, views

urlpatterns = [
    path("sinkron/", views.queue, name="sync"),
    path("sinkron/kunci/", views.device_key, name="sync_key"),
    path("kirim-hasil/", result_views.hand_in, name="hand_in_result"),
    path("sinkron/berkas/<slug:sha256>/", views.photo, name="sync_file"),
]
