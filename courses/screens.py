"""What the pages show to everybody, whoever reads them. Also what editors see as a preview."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from courses.addresses import course_path, lesson_path
from courses.browsing import published_courses
from courses.facing import face_of
from courses.listing import cards_of
from courses.models import CatalogPage, CoursePage, LessonPage
from courses.outline import ModuleOutline, Outline, outline_of
from media.public import Choice, Player, players_for

Screen = dict[str, Any]


@dataclass(frozen=True)
class LessonRow:
    """A lesson as the course page lists it, as plain values.

    `minutes`: reading, answering and watching together; `size_bytes`: what the videos cost in the choice that people
    get unless they ask for another; `thrifty_bytes`: what they cost those who save.
    """

    pk: int
    title: str
    mark: str
    url: str
    minutes: int
    size_bytes: int
    thrifty_bytes: int
    has_task: bool


@dataclass(frozen=True)
class ModuleRow:
    """A module as the course page lists it."""

    pk: int
    slug: str
    title: str
    jp: int
    number: int
    lessons: tuple[LessonRow, ...]


def catalog_screen(catalog: CatalogPage) -> Screen:
    """Return the catalogue's own words and its first courses; searching is the view's."""
    return {"catalog": catalog, "cards": cards_of(published_courses()[:12])}


def course_screen(course: CoursePage, outline: Outline | None = None) -> Screen:
    """Return the course with its modules and lessons as they stand in the tree now, or in `outline`."""
    return screen_of(course, module_rows(outline or outline_of(course)))


def screen_of(course: CoursePage, modules: list[ModuleRow]) -> Screen:
    """Return the course with the modules given."""
    return {
        "course": course,
        "path": course_path(course),
        "modules": modules,
        "minutes_per_jp": settings.COURSES_MINUTES_PER_JP,
        "total_jp": sum(module.jp for module in modules),
        "size_bytes": sum(row.size_bytes for module in modules for row in module.lessons),
        "thrifty_bytes": sum(row.thrifty_bytes for module in modules for row in module.lessons),
    }


def lesson_screen(lesson: LessonPage) -> Screen:
    """Return the lesson as editors preview it; a draft finds its neighbours by where it stands in the tree."""
    return {"face": face_of(lesson, outline_of(lesson.course), as_draft=True)}


def module_rows(outline: Outline) -> list[ModuleRow]:
    """Return the modules with their lessons, the same for whoever reads: plain values, which may be kept."""
    players = players_for(pk for lesson in outline.lessons for pk in lesson.video_ids)
    return [_module_row(part, tuple(_lesson_rows(part.lessons, players))) for part in outline.modules]


def _module_row(part: ModuleOutline, lessons: tuple[LessonRow, ...]) -> ModuleRow:
    module = part.module
    return ModuleRow(module.pk, module.slug, module.title, module.jp, part.number, lessons)


def _lesson_rows(lessons: Iterable[LessonPage], players: dict[int, Player]) -> Iterable[LessonRow]:
    """Yield rows; reading lessons are numbered, a quiz has a letter."""
    number = 0
    for lesson in lessons:
        number += not lesson.has_quiz
        own = [players[pk] for pk in lesson.video_ids if pk in players]
        yield LessonRow(
            pk=lesson.pk,
            title=lesson.title,
            mark="K" if lesson.has_quiz else str(number),
            url=lesson_path(lesson),
            minutes=lesson.minutes + round(sum(player.duration_s for player in own) / 60),
            size_bytes=_bytes_of(player.chosen("") for player in own),
            thrifty_bytes=_bytes_of(player.chosen("hemat", is_thrifty=True) for player in own),
            has_task=lesson.task is not None,
        )


def _bytes_of(choices: Iterable[Choice | None]) -> int:
    return sum(choice.size_bytes for choice in choices if choice)
