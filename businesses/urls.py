"""Addresses of the room `businesses`, mounted at the root by `lms/urls.py`."""

from django.urls import path

from businesses import views
from businesses.potential_views import public_potential

urlpatterns = [
    path("potensi/", public_potential, name="potential"),
    path("saya/usaha/", views.own, name="own_businesses"),
    path("saya/usaha/baru/", views.add, name="own_business_add"),
    path("saya/usaha/<int:pk>/ubah/", views.correct, name="own_business_correct"),
    path("saya/usaha/<int:pk>/masih-jalan/", views.confirm_running, name="own_business_running"),
]
