"""Addresses of the room `courses`, mounted at the root by `lms/urls.py`."""

from django.urls import path

from courses.urls_learning import urlpatterns as learning
from courses.views import pages

urlpatterns = [
    path("kursus/", pages.catalog_page, name="catalog"),
    path("kursus/<slug:course>/", pages.course_page, name="course"),
    path("kursus/<slug:course>/<slug:module>/", pages.module_page, name="module"),
    path("kursus/<slug:course>/<slug:module>/<slug:lesson>/", pages.lesson_page, name="lesson"),
    *learning,
]
