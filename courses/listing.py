"""Courses as other rooms list them: what is offered, and what a person is doing."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from courses import browsing
from courses.addresses import course_path
from courses.learning import next_step
from courses.models import CoursePage, Enrolment
from courses.standing import Progress, progresses_of


@dataclass(frozen=True)
class CourseCard:
    """A published course in a list; `jp` and `modules` count what is published. No `sector_ids`: for all sectors."""

    course_id: int
    slug: str
    title: str
    url: str
    intro: str
    jp: int
    modules: int
    sector_ids: frozenset[int]


@dataclass(frozen=True)
class LearnerCourse:
    """A person's course in a list. `next_url` is empty when only an instructor can move it on."""

    enrolment_id: int
    course_id: int
    slug: str
    title: str
    url: str
    percent: int
    is_completed: bool
    next_title: str
    next_url: str


def published_courses() -> list[CourseCard]:
    """Return the published courses in the catalogue's order; four queries."""
    return cards_of(browsing.published_courses())


def cards_of(courses: Iterable[CoursePage]) -> list[CourseCard]:
    """Return a card for each course; two queries more than `courses` itself."""
    rows = list(courses)
    sizes, sectors = browsing.sizes_of(rows), browsing.sector_ids_of(rows)
    return [
        CourseCard(
            course_id=course.pk,
            slug=course.slug,
            title=course.title,
            url=course_path(course),
            intro=course.summary,
            jp=sizes[course.pk].jp,
            modules=sizes[course.pk].modules,
            sector_ids=sectors[course.pk],
        )
        for course in rows
    ]


def course_called(slug: str) -> CoursePage | None:
    """Return the published course with this name in its address, None if there is none."""
    return browsing.published_courses().filter(slug=slug).first()


def courses_of(person: Any) -> list[LearnerCourse]:
    """Return the person's courses, those under way first, newest first; six queries, three where their plans are kept.

    A course that is not published (any more) has no addresses.
    """
    enrolments = list(Enrolment.objects.filter(person=person).order_by("state", "-enrolled_at"))
    return [_learner_course(progress) for progress in progresses_of(enrolments)]


def _learner_course(progress: Progress) -> LearnerCourse:
    plan = progress.plan
    step = next_step(progress) if plan.is_live else None
    return LearnerCourse(
        enrolment_id=progress.enrolment.pk,
        course_id=plan.course_id,
        slug=plan.slug,
        title=plan.title,
        url=plan.url if plan.is_live else "",
        percent=progress.standing.percent,
        is_completed=progress.enrolment.is_completed,
        next_title=step.title if step else "",
        next_url=step.url if step else "",
    )
