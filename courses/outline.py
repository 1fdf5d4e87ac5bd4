"""The published content of courses as plain order: modules and their lessons, read in two queries for any number."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from wagtail.models import Page

from courses.blocks import Task
from courses.models import CoursePage, LessonPage, ModulePage


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
    """Return the outline of each course by its id."""
    wanted = {course.path: course for course in courses}
    within = below(wanted.values())
    lessons: dict[str, list[LessonPage]] = {}
    for lesson in LessonPage.objects.live().filter(within).order_by("path"):
        lessons.setdefault(_parent(lesson), []).append(lesson)
    modules: dict[str, list[ModuleOutline]] = {path: [] for path in wanted}
    for module in ModulePage.objects.live().filter(within).order_by("path"):
        parts = modules[_parent(module)]
        parts.append(ModuleOutline(module, len(parts) + 1, tuple(lessons.get(module.path, ()))))
    return {course.pk: Outline(course, tuple(modules[path])) for path, course in wanted.items()}


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
