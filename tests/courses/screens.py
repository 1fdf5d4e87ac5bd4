"""How the tests of a learner's screens find and read them."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.courses_records import photo_file


def lesson_url(lesson):
    return f"/kursus/{lesson.course.slug}/{lesson.module.slug}/{lesson.slug}/"


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def photo_upload(name="foto.jpg"):
    return SimpleUploadedFile(name, photo_file(), content_type="image/jpeg")
