"""What counts in a course, as plain numbers: kept while nothing changes, so that progress costs no pages to read."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.content_version import content_version
from core.pages_cache import find_page, keep_page
from courses.models import CoursePage
from courses.outline import Outline, outlines_of


@dataclass(frozen=True)
class Plan:
    """The ids of the published lessons, of those with a practice task the task's key, and the final test's mark."""

    lessons: tuple[int, ...]
    tasks: tuple[tuple[int, str], ...]
    pass_mark: int


def plan_of(outline: Outline) -> Plan:
    """Return what counts in an outline."""
    tasks = tuple((lesson.pk, task.key) for lesson, task in outline.tasks)
    return Plan(tuple(lesson.pk for lesson in outline.lessons), tasks, outline.course.pass_mark)


def plans_of(courses: Iterable[CoursePage]) -> dict[int, Plan]:
    """Return the plan of each course by its id: one query, and two more where a plan isn't kept."""
    version = content_version()
    keys = {course: f"plan-2:{course.pk}:{version}" for course in courses}
    found = {course.pk: find_page(key) for course, key in keys.items()} if version else {}
    missing = [course for course in keys if not found.get(course.pk)]
    for pk, outline in outlines_of(missing).items() if missing else ():
        found[pk] = plan_of(outline)
        if version:
            keep_page(keys[outline.course], found[pk])
    return found
