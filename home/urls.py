"""Addresses of the room `home`, mounted at the root by `lms/urls.py`."""

from django.urls import path

from home import views

urlpatterns = [
    path("bantuan/", views.help_page, name="help"),
    path("lapangan/", views.field, name="field"),
]
