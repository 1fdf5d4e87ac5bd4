"""A whole class at once, as the demo shows one: formed, opened, met. Officers do the same in steps on their screens."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from courses.cohorts.attending import mark_sheet
from courses.cohorts.gathering import join_cohort, next_number, open_cohort
from courses.models import Cohort, CoursePage, Meeting, Presence


@transaction.atomic
def form_cohort(course: CoursePage, people: Iterable[Any], *, by: Any, **fields: Any) -> Cohort:
    """Return a running class of these people with the next number; `fields` are those of `Cohort`.

    Raises what `join_cohort` and `open_cohort` raise.
    """
    cohort = Cohort.objects.create(course=course, number=next_number(course), **fields)
    for person in people:
        join_cohort(cohort.pk, person, by=by)
    return open_cohort(cohort.pk, by=by)


@transaction.atomic
def hold_meeting(cohort: Cohort, present: Iterable[Any], *, by: Any, **fields: Any) -> Meeting:
    """Return a meeting to which these people came and no other member; `fields` are those of `Meeting`."""
    meeting = Meeting.objects.create(cohort=cohort, **fields)
    there = {person.pk for person in present}
    members = cohort.members.values_list("pk", "enrolment__person")
    mark_sheet(meeting, {pk: Presence.PRESENT if who in there else Presence.ABSENT for pk, who in members}, by=by)
    return meeting


def remove_demo_cohorts() -> None:
    """Delete the classes of demo people under a demo teacher; one with a real member stays."""
    real = Cohort.objects.filter(members__enrolment__person__is_demo=False).values("pk")
    Cohort.objects.filter(teacher__is_demo=True).exclude(pk__in=real).delete()
