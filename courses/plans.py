"""A course as the screens about progress name it, kept while nothing changes, so that progress costs no pages to read.

Kept plans are for showing. Whatever decides or writes reads the pages themselves (`fresh_plans`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from core.content_version import content_version
from core.pages_cache import find_page, keep_page
from courses.addresses import course_path, lesson_path
from courses.blocks import Task
from courses.models import CoursePage
from courses.outline import Outline, outlines_of


@dataclass(frozen=True)
class PlannedLesson:
    """A published lesson: what it is called, where it is, and its practice task if it has one."""

    pk: int
    title: str
    url: str
    task: Task | None = None


@dataclass(frozen=True)
class Plan:
    """A course with its published lessons in their order. `is_live`: whether the course itself is published."""

    course_id: int
    slug: str
    title: str
    is_live: bool
    pass_mark: int
    lessons: tuple[PlannedLesson, ...]

    @property
    def url(self) -> str:
        """Where the course is."""
        return course_path(self.slug)

    @cached_property
    def tasks(self) -> tuple[tuple[int, Task], ...]:
        """The practice tasks with the ids of their lessons."""
        return tuple((lesson.pk, lesson.task) for lesson in self.lessons if lesson.task)

    def lesson_after(self, pk: int) -> PlannedLesson | None:
        """Return the lesson behind the one called so; None after the last, or where that one is not published."""
        here = next((place for place, lesson in enumerate(self.lessons, start=1) if lesson.pk == pk), len(self.lessons))
        return next(iter(self.lessons[here:]), None)


def plan_of(outline: Outline) -> Plan:
    """Return the plan of an outline."""
    course = outline.course
    lessons = tuple(PlannedLesson(one.pk, one.title, lesson_path(one), one.task) for one in outline.lessons)
    return Plan(course.pk, course.slug, course.title, course.live, course.pass_mark, lessons)


def fresh_plans(courses: Iterable[CoursePage]) -> dict[int, Plan]:
    """Return the plan of each course by its id, with modules and lessons as the database has them now; two queries."""
    return {pk: plan_of(outline) for pk, outline in outlines_of(courses).items()}


def plans_of(course_ids: Iterable[int]) -> dict[int, Plan]:
    """Return the plan of each course by its id: one query, and three more where a plan isn't kept."""
    version = content_version()
    keys = {pk: f"plan:{pk}:{version}" for pk in course_ids}
    kept = {pk: find_page(key) for pk, key in keys.items()} if version else {}
    found: dict[int, Plan] = {pk: plan for pk, plan in kept.items() if plan}
    missing = [pk for pk in keys if pk not in found]
    for outline in outlines_of(CoursePage.objects.filter(pk__in=missing)).values() if missing else ():
        plan = plan_of(outline)
        found[plan.course_id] = plan
        if version:
            keep_page(keys[plan.course_id], plan)
    return found
