"""Addresses of the room `businesses`, mounted at the root by `lms/urls.py`."""

from django.urls import path

from businesses import views
from businesses.field import views as field_views
from businesses.potential_views import public_potential

urlpatterns = [
    path("potensi/", public_potential, name="potential"),
    path("saya/usaha/", views.own, name="own_businesses"),
    path("saya/usaha/baru/", views.add, name="own_business_add"),
    path("saya/usaha/<int:pk>/ubah/", views.correct, name="own_business_correct"),
    path("saya/usaha/<int:pk>/masih-jalan/", views.confirm_running, name="own_business_running"),
    path("lapangan/bekal/", field_views.kit, name="field_kit"),
    path("lapangan/mirip/", field_views.similar, name="field_similar"),
    path("lapangan/mirip/<int:pk>/", field_views.settle, name="field_settle"),
    path("lapangan/foto/<int:pk>/", field_views.photo, name="business_photo"),
]
