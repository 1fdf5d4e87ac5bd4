"""Who is in a class: taking people in, letting them go, and starting."""

from typing import Any

from django.db import transaction
from django.db.models import Max
from wagtail.log_actions import log

from core.clock import now
from courses.cohorts import telling
from courses.cohorts.errors import CohortHasBegun, CohortIsEmpty, CohortIsFull
from courses.cohorts.locking import locked_cohort
from courses.enrolling import enrol
from courses.models import Cohort, CohortMember, CohortState, CoursePage
from messaging.public import one_bell

OPEN_COHORT_ACTION = "courses.open_cohort"
REMOVE_MEMBER_ACTION = "courses.remove_member"


def next_number(course: CoursePage) -> int:
    """Return the number that the next class of `course` gets unless somebody writes another."""
    highest: int | None = course.cohorts.aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1


@transaction.atomic
def join_cohort(cohort_id: int, person: Any, *, by: Any = None) -> CohortMember:
    """Return the person's place in the class, made now with their enrolment if there was none.

    Raises CohortIsClosed, CohortIsFull, or CourseClosed for a course that isn't published.
    """
    cohort = locked_cohort(cohort_id)
    known = cohort.members.filter(enrolment__person=person).first()
    if known:
        return known
    if cohort.members.count() >= cohort.capacity:
        raise CohortIsFull(capacity=cohort.capacity)
    enrolment = enrol(person, cohort.course, by=by, welcome=not cohort.is_by_attendance)
    member = CohortMember.objects.create(cohort=cohort, enrolment=enrolment, added_at=now(), added_by=by)
    if cohort.is_open:
        telling.tell_begun(member, cohort)
    return member


@transaction.atomic
def remove_member(member: CohortMember, *, by: Any) -> None:
    """Take a member out with the marks of their attendance; their enrolment stays. Raises CohortIsClosed."""
    cohort = locked_cohort(member.cohort_id)
    log(instance=cohort, action=REMOVE_MEMBER_ACTION, user=by, data={"person": member.enrolment.person_id})
    member.delete()


@transaction.atomic
def open_cohort(cohort_id: int, *, by: Any) -> Cohort:
    """Start a drafted class and tell every member. Raises CohortIsClosed, CohortHasBegun or CohortIsEmpty."""
    cohort = locked_cohort(cohort_id)
    members = list(cohort.members.select_related("enrolment__person"))
    if cohort.is_open:
        raise CohortHasBegun
    if not members:
        raise CohortIsEmpty
    cohort.state = CohortState.OPEN
    cohort.save(update_fields=["state"])
    with one_bell():
        for member in members:
            telling.tell_begun(member, cohort)
    log(instance=cohort, action=OPEN_COHORT_ACTION, user=by)
    return cohort
