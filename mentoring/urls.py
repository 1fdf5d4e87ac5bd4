"""Addresses of the room `mentoring`, mounted at the root by `lms/urls.py`."""

from django.urls import path

from mentoring import views

urlpatterns = [path("mentor/", views.mentor, name="mentor")]
