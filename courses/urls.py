"""Addresses of the room `courses`, mounted at the root by `lms/urls.py`."""

from django.urls import path

from courses.urls_learning import urlpatterns as learning
from courses.views import packing, pages, saving

urlpatterns = [
    path("kursus/", pages.catalog_page, name="catalog"),
    path("kursus/<slug:course>/", pages.course_page, name="course"),
    path("kursus/<slug:course>/<slug:module>/", pages.module_page, name="module"),
    path("kursus/<slug:course>/<slug:module>/<slug:lesson>/", pages.lesson_page, name="lesson"),
    path("simpan/pelajaran/<int:lesson>.json", saving.lesson_list, name="saved_lesson"),
    path("simpan/pelajaran/<int:lesson>/", saving.lesson_page, name="saved_lesson_page"),
    path("simpan/kursus/<slug:course>.json", saving.course_list, name="saved_course"),
    path("simpan/kursus/<slug:course>/", saving.course_page, name="saved_course_page"),
    path("simpan/kursus/<slug:course>.ikm", packing.course_pack, name="course_pack"),
    *learning,
]
