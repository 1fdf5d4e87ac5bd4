"""What the pages show to everybody, whoever reads them. Also what editors see as a preview."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings

from courses.addresses import course_path, lesson_path
from courses.browsing import published_courses
from courses.facing import face_of
from courses.listing import cards_of
from courses.models import CatalogPage, CoursePage, LessonPage, ModulePage
from courses.outline import Outline, outline_of
from media.public import Player, players_for

Screen = dict[str, Any]


@dataclass(frozen=True)
class LessonRow:
    """A lesson as the course page lists it."""

    lesson: LessonPage
    mark: str
    url: str
    players: tuple[Player, ...]

    @cached_property
    def minutes(self) -> int:
        """Reading, answering and watching together."""
        return self.lesson.minutes + round(sum(player.duration_s for player in self.players) / 60)

    @cached_property
    def size_bytes(self) -> int:
        """What the videos cost in the choice that people get unless they ask for another."""
        choices = (player.chosen("") for player in self.players)
        return sum(choice.size_bytes for choice in choices if choice)

    @cached_property
    def thrifty_bytes(self) -> int:
        """What they cost those who save."""
        choices = (player.chosen("hemat", is_thrifty=True) for player in self.players)
        return sum(choice.size_bytes for choice in choices if choice)


@dataclass(frozen=True)
class ModuleRow:
    """A module as the course page lists it."""

    module: ModulePage
    number: int
    lessons: tuple[LessonRow, ...]


def catalog_screen(catalog: CatalogPage) -> Screen:
    """Return the catalogue's own words and its first courses; searching is the view's."""
    return {"catalog": catalog, "cards": cards_of(published_courses()[:12])}


def course_screen(course: CoursePage, outline: Outline | None = None) -> Screen:
    """Return the course with its modules and lessons."""
    outline = outline or outline_of(course)
    players = players_for(pk for lesson in outline.lessons for pk in lesson.video_ids)
    modules = [
        ModuleRow(part.module, part.number, tuple(_lesson_rows(part.lessons, outline, players)))
        for part in outline.modules
    ]
    return {
        "course": course,
        "path": course_path(course),
        "modules": modules,
        "minutes_per_jp": settings.COURSES_MINUTES_PER_JP,
        "total_jp": sum(part.module.jp for part in outline.modules),
        "size_bytes": sum(row.size_bytes for module in modules for row in module.lessons),
        "thrifty_bytes": sum(row.thrifty_bytes for module in modules for row in module.lessons),
    }


def lesson_screen(lesson: LessonPage) -> Screen:
    """Return the lesson as editors preview it; a draft finds its neighbours by where it stands in the tree."""
    return {"face": face_of(lesson, outline_of(lesson.course), as_draft=True)}


def _lesson_rows(lessons: Iterable[LessonPage], outline: Outline, players: dict[int, Player]) -> Iterable[LessonRow]:
    """Yield rows; reading lessons are numbered, a quiz has a letter."""
    number = 0
    for lesson in lessons:
        number += not lesson.has_quiz
        own = tuple(players[pk] for pk in lesson.video_ids if pk in players)
        yield LessonRow(lesson, "K" if lesson.has_quiz else str(number), lesson_path(lesson), own)
