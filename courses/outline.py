"""The published content of courses as plain order: modules and their lessons, read in two queries for any number.

What was read is kept by this process while nothing changes, and shared by its threads: to be looked at, not written to.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from wagtail.models import Page

from core.content_version import content_version
from core.pages_cache import Nearest
from courses.blocks import Task
from courses.models import CoursePage, LessonPage, ModulePage

KEPT_COURSES = 100  # in each process; some 200 KB each
_nearest = Nearest(KEPT_COURSES, largest=0)


@dataclass(frozen=True)
class ModuleOutline:
    """A published module with its published lessons, quizzes included."""

    module: ModulePage
    number: int
    lessons: tuple[LessonPage, ...]


@dataclass(frozen=True)
class Outline:
    """Everything published in a course, in order."""

    course: CoursePage
    modules: tuple[ModuleOutline, ...]

    @cached_property
    def lessons(self) -> tuple[LessonPage, ...]:
        """All lessons in their order."""
        return tuple(lesson for part in self.modules for lesson in part.lessons)

    @cached_property
    def tasks(self) -> tuple[tuple[LessonPage, Task], ...]:
        """The practice tasks with the lessons they stand in."""
        return tuple((lesson, lesson.task) for lesson in self.lessons if lesson.task)

    def lesson_after(self, lesson: LessonPage) -> LessonPage | None:
        """Return the next lesson, or None after the last."""
        return next((other for other in self.lessons if other.path > lesson.path), None)


def outlines_of(courses: Iterable[CoursePage]) -> dict[int, Outline]:
    """Return the outline of each course by its id: one query, and two more where one isn't kept."""
    wanted = list(courses)
    version = content_version() if wanted else ""
    found = {course.pk: _nearest.get(f"{course.pk}:{version}") for course in wanted} if version else {}
    read = _read([course for course in wanted if found.get(course.pk) is None])
    for pk, modules in read.items() if version else ():
        _nearest.set(f"{pk}:{version}", modules)
    return {course.pk: Outline(course, read.get(course.pk) or found.get(course.pk) or ()) for course in wanted}


def _read(courses: Sequence[CoursePage]) -> dict[int, tuple[ModuleOutline, ...]]:
    """Return the modules of each course by its id; two queries, none without courses."""
    if not courses:
        return {}
    within = below(courses)
    lessons: dict[str, list[LessonPage]] = {}
    for lesson in LessonPage.objects.live().filter(within).order_by("path"):
        lessons.setdefault(_parent(lesson), []).append(lesson)
    modules: dict[str, list[ModuleOutline]] = {course.path: [] for course in courses}
    for module in ModulePage.objects.live().filter(within).order_by("path"):
        parts = modules[_parent(module)]
        parts.append(ModuleOutline(module, len(parts) + 1, tuple(lessons.get(module.path, ()))))
    return {course.pk: tuple(modules[course.path]) for course in courses}


def below(pages: Iterable[Page]) -> Q:
    """Return the condition that a page stands in the tree below one of `pages`."""
    found = Q(pk__in=[])
    for page in pages:
        found |= Q(path__startswith=page.path)
    return found


def outline_of(course: CoursePage) -> Outline:
    """Return the outline of one course."""
    return outlines_of([course])[course.pk]


def revision_of(page: Page) -> int:
    """Return the number of the revision that readers see now; 0 where the page has none."""
    return page.live_revision_id or page.latest_revision_id or 0


def _parent(page: Page) -> str:
    return str(page.path)[: -page.steplen]
