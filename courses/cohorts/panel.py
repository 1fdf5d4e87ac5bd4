"""A learner's class on the course page: when it meets, whether they were there; without one, the letter to ask for."""

from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse

from courses.cohorts.telling import days_of, way_of
from courses.extensions import CoursePanel
from courses.models import Attendance, CohortMember, Enrolment, Participation

TEMPLATE = "courses/parts/cohort_panel.html"


def with_class(enrolments: "QuerySet[Enrolment]") -> "QuerySet[Enrolment]":
    """Add whether each enrolment is in a class and was given the letter: no query of its own for who has neither."""
    members = CohortMember.objects.filter(enrolment=OuterRef("pk"))
    letters = Participation.objects.filter(enrolment=OuterRef("pk"))
    return enrolments.annotate(has_class=Exists(members), has_letter=Exists(letters))


def cohort_panels(enrolment: Any, *, has_learned: bool) -> list[CoursePanel]:
    """Show the latest class of an enrolment `with_class`, one that runs first; where none runs, the way to the letter.

    `has_learned`: a lesson was finished, so there is something that a letter can say.
    """
    member = _member_of(enrolment) if enrolment.has_class else None
    is_running = member is not None and not member.cohort.is_closed
    may_ask = has_learned and not (is_running or enrolment.has_letter or enrolment.is_completed)
    asking = reverse("ask_participation", args=[enrolment.course.slug]) if may_ask else ""
    if member is None and not enrolment.has_letter and not asking:
        return []
    values = {"is_given": enrolment.has_letter, "asking_url": asking}
    return [CoursePanel(TEMPLATE, {**values, **(_of_class(member) if member else {})})]


def _member_of(enrolment: Any) -> CohortMember | None:
    """Return the place in the class that runs, else in the one that closed last."""
    rows = CohortMember.objects.filter(enrolment=enrolment).select_related("cohort__course")
    return rows.order_by(F("cohort__closed_at").desc(nulls_first=True), "-pk").first()


def _of_class(member: CohortMember) -> dict[str, Any]:
    """Return the class with its meetings and what is noted about this member."""
    cohort = member.cohort
    marks = {mark.meeting_id: mark for mark in Attendance.objects.filter(member=member)}
    meetings = [(meeting, marks.get(meeting.pk)) for meeting in cohort.meetings.all()]
    return {"cohort": cohort, "member": member, "days": days_of(cohort), "way": way_of(cohort), "meetings": meetings}
