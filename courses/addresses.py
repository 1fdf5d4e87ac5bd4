"""Paths of the learners' screens. Pages are looked up by slug, so a path follows from slugs alone."""

from django.conf import settings

from courses.models import CoursePage, LessonPage
from courses.outline import Outline


def course_path(course: CoursePage) -> str:
    """Return `/kursus/kemasan/`."""
    return f"/kursus/{course.slug}/"


def lesson_path(lesson: LessonPage, outline: Outline | None = None) -> str:
    """Return `/kursus/kemasan/dasar/mengapa/`; with the course's outline at hand no query is made."""
    if outline is None:
        return f"{course_path(lesson.course)}{lesson.module.slug}/{lesson.slug}/"
    module = next(part.module for part in outline.modules if lesson.path.startswith(part.module.path))
    return f"{course_path(outline.course)}{module.slug}/{lesson.slug}/"


def full_address(path: str) -> str:
    """Return the path as a link that works in a message."""
    return f"{settings.SITE_URL}{path}"
