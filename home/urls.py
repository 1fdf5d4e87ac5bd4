"""Addresses of the room `home`, mounted at the root by `lms/urls.py`."""

from django.urls import path

from home import phone, views

urlpatterns = [
    path("", views.home, name="home"),
    path("saya/", views.mine, name="mine"),
    path("bantuan/", views.help_page, name="help"),
    path("manifest.webmanifest", phone.manifest, name="manifest"),
    path("sw.js", phone.worker, name="worker"),
    path("luring/", phone.offline, name="offline"),
    path("luring/disimpan/", phone.offline, name="offline_kept"),
    path("luring/kuis/", phone.offline, name="offline_quiz"),
    path("luring/tes-akhir/", phone.offline, name="offline_final"),
    path("tersimpan/", phone.saved, name="saved"),
    path("lapangan/", phone.field, name="field"),
]
