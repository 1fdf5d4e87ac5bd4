"""Addresses of the room `home`, mounted at the root by `lms/urls.py`."""

from django.urls import path

from home import views

urlpatterns = [
    path("", views.home, name="home"),
    path("saya/", views.mine, name="mine"),
    path("bantuan/", views.help_page, name="help"),
    path("lapangan/", views.field, name="field"),
]
