"""Classes for tests, made by the acts themselves."""

import datetime as dt
import itertools

from core.clock import today
from courses.cohorts.attending import mark_sheet
from courses.cohorts.gathering import join_cohort, open_cohort
from courses.models import Cohort, CohortMode, Meeting, PassRule, Presence
from tests.factories.courses_content import make_course
from tests.factories.courses_records import make_person

_number = itertools.count(1)


def make_cohort(course=None, *, members=0, by_attendance=False, is_open=True, by=None, **fields):
    """Return a class of `members` new people; without a course one with a lesson is made."""
    values = {
        "title": "Perajin Busang",
        "number": next(_number),
        "starts_on": today() - dt.timedelta(days=1),
        "ends_on": today() + dt.timedelta(days=9),
        "mode": CohortMode.FACE_TO_FACE,
        "place": "Balai Desa Contoh",
        "rule": PassRule.ATTENDANCE if by_attendance else PassRule.COURSE,
    }
    course = course or make_course(lessons=0 if by_attendance else 1)
    cohort = Cohort.objects.create(course=course, **{**values, **fields})
    for _ in range(members):
        join_cohort(cohort.pk, make_person())
    return open_cohort(cohort.pk, by=by) if is_open and members else cohort


def make_meeting(cohort, *, jp=4, **fields):
    """Return a meeting of the class, each at another hour."""
    values = {
        "topic": "Praktik mengemas",
        "held_on": today(),
        "starts_at": dt.time(next(_number) % 24, next(_number) % 60),
    }
    return Meeting.objects.create(cohort=cohort, jp=jp, **{**values, **fields})


def mark_present(meeting, *members, by=None):
    """Write down that these members came and nobody else did."""
    there = {member.pk for member in members}
    every = meeting.cohort.members.values_list("pk", flat=True)
    states = {pk: Presence.PRESENT if pk in there else Presence.ABSENT for pk in every}
    return mark_sheet(meeting, states, by=by)
