"""Finds courses for the catalogue. The same plain words find the same on SQLite and PostgreSQL."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from courses.models import CatalogPage, CoursePage, ModulePage
from courses.outline import below
from reference.public import sectors, topics

MOST_WORDS = 6


@dataclass(frozen=True)
class Size:
    """How big a course is."""

    modules: int = 0
    jp: int = 0


def published_courses() -> "QuerySet[CoursePage]":
    """Return the courses that everybody can open: live, below a live catalogue, in the catalogue's order."""
    catalog = CatalogPage.objects.live().first()
    if catalog is None:
        return CoursePage.objects.none()
    return CoursePage.objects.live().child_of(catalog).select_related("instructor").order_by("path")


def find_courses(words: str = "", *, topic: str = "", sector: str = "") -> "QuerySet[CoursePage]":
    """Return the courses that hold every word of `words`, on `topic` (slug), for `sector` (id).

    A course without sectors is for all of them. A topic or sector that isn't there finds nothing.
    """
    found = published_courses()
    for word in words.split()[:MOST_WORDS]:
        found = found.filter(_mentions(word))
    if topic:
        found = found.filter(Exists(_links("topics", topic_id=topic)))
    if sector:
        if not sector.isdecimal() or len(sector) > 9:
            return found.none()
        found = found.filter(Exists(_links("sectors", sector_id=sector)) | ~Exists(_links("sectors")))
    return found


def used_topics() -> "QuerySet[Any]":
    """Return the topics that a published course has."""
    used = CoursePage.topics.through.objects.filter(coursepage__live=True)
    return topics().filter(pk__in=used.values("topic_id"))


def covered_topics() -> set[str]:
    """Return the topics (slugs) that a published course is about."""
    return set(used_topics().values_list("pk", flat=True))


def used_sectors() -> "QuerySet[Any]":
    """Return the lines of products that a published course names."""
    used = CoursePage.sectors.through.objects.filter(coursepage__live=True)
    return sectors().filter(pk__in=used.values("sector_id"))


def sizes_of(courses: Sequence[CoursePage]) -> dict[int, Size]:
    """Return the size of each course by its id, counting published modules; one query."""
    rows = ModulePage.objects.live().filter(below(courses)).values_list("path", "jp")
    found: dict[int, Size] = {}
    for course in courses:
        own = [jp for path, jp in rows if path.startswith(course.path)]
        found[course.pk] = Size(len(own), sum(own))
    return found


def sector_ids_of(courses: Sequence[CoursePage]) -> dict[int, frozenset[int]]:
    """Return the ids of the lines of products each course names, by its id; one query."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    links = CoursePage.sectors.through.objects.filter(coursepage__in=[course.pk for course in courses])
    for course_id, sector_id in links.values_list("coursepage_id", "sector_id"):
        found[course_id].add(sector_id)
    return {course.pk: frozenset(found[course.pk]) for course in courses}


def _mentions(word: str) -> Q:
    named = Exists(CoursePage.topics.through.objects.filter(coursepage_id=OuterRef("pk"), topic__name__icontains=word))
    return Q(title__icontains=word) | Q(summary__icontains=word) | Q(audience__icontains=word) | Q(named)


def _links(field: str, **wanted: str) -> "QuerySet[Any]":
    through = getattr(CoursePage, field).through
    return through.objects.filter(coursepage_id=OuterRef("pk"), **wanted)
