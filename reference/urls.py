"""Addresses of the room `reference`, mounted at the root by `lms/urls.py`."""

from django.urls import path

from reference.priority_views import public_priority

urlpatterns = [path("prioritas/", public_priority, name="priority")]
