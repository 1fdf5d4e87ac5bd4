"""Takes a person into a course."""

from typing import Any

from django.db import transaction

from core.clock import now
from courses import telling
from courses.errors import CourseClosed, NotEnrolled
from courses.models import CoursePage, Enrolment
from courses.outline import revision_of

# Asked by every page and event about a course; written by the ORM it takes three times as long.
ONE_SQL = f"SELECT * FROM {Enrolment._meta.db_table} WHERE person_id = %s AND course_id = %s"  # noqa: S608  our own name


@transaction.atomic
def enrol(person: Any, course: CoursePage, *, by: Any = None, welcome: bool = True) -> Enrolment:
    """Return the person's enrolment in `course`, made now if there was none; `by` is the officer who did it.

    A new enrolment gets a message of welcome, unless a class without lessons says its own. Raises CourseClosed.
    """
    if not course.live:
        raise CourseClosed
    enrolment, is_new = Enrolment.objects.get_or_create(
        person=person,
        course=course,
        defaults={"enrolled_at": now(), "enrolled_by": by, "content_revision": revision_of(course)},
    )
    if is_new and welcome:
        telling.tell_welcome(enrolment)
    return enrolment


def enrolment_of(person: Any, course: CoursePage) -> Enrolment | None:
    """Return the person's enrolment in the course, or None; nobody signed in has none."""
    if not person.is_authenticated:
        return None
    enrolment = next(iter(Enrolment.objects.raw(ONE_SQL, [person.pk, course.pk])), None)
    if enrolment:
        enrolment.person, enrolment.course = person, course  # at hand, so they need no reading
    return enrolment


def required_enrolment(person: Any, course: CoursePage) -> Enrolment:
    """Return the person's enrolment. Raises NotEnrolled."""
    enrolment = enrolment_of(person, course)
    if enrolment is None:
        raise NotEnrolled
    return enrolment
