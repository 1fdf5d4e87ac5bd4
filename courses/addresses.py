"""Paths of the learners' screens. Pages are looked up by slug, so a path follows from slugs alone."""

from typing import Any

from django.conf import settings

STEPS = 3  # course, module, lesson


def course_path(course: Any) -> str:
    """Return `/kursus/kemasan/` for a course, or for its slug."""
    return f"/kursus/{course if isinstance(course, str) else course.slug}/"


def lesson_path(lesson: Any) -> str:
    """Return `/kursus/kemasan/dasar/mengapa/`: the end of the address that Wagtail keeps with each page."""
    return path_within(lesson.url_path)


def path_within(url_path: str) -> str:
    """Return the path of the lesson whose place in the tree Wagtail writes as `/home/kursus/kemasan/dasar/mengapa/`."""
    return f"/kursus/{'/'.join(url_path.rstrip('/').rsplit('/', STEPS)[1:])}/"


def full_address(path: str) -> str:
    """Return the path as a link that works in a message."""
    return f"{settings.SITE_URL}{path}"
