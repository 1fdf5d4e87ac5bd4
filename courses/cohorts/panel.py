"""A learner's class on the course page: when it meets, whether they were there; without one, the letter to ask for."""

from typing import Any

from django.db.models import F
from django.urls import reverse

from courses.cohorts.telling import days_of, way_of
from courses.extensions import CoursePanel
from courses.models import Attendance, CohortMember, LessonProgress, Participation

TEMPLATE = "courses/parts/cohort_panel.html"


def cohort_panel(person: Any, enrolment_id: int) -> CoursePanel | None:
    """Show the latest class of this enrolment, one that runs first; and, where none runs, the way to the letter."""
    rows = CohortMember.objects.filter(enrolment=enrolment_id).select_related("cohort__course")
    member = rows.order_by(F("cohort__closed_at").desc(nulls_first=True), "-pk").first()
    is_running = member is not None and not member.cohort.is_closed
    is_given = Participation.objects.filter(enrolment=enrolment_id).exists()
    asking = "" if is_running or is_given else _asking_url(enrolment_id)
    if member is None and not is_given and not asking:
        return None
    return CoursePanel(TEMPLATE, {**(_of_class(member) if member else {}), "is_given": is_given, "asking_url": asking})


def _of_class(member: CohortMember) -> dict[str, Any]:
    """Return the class with its meetings and what is noted about this member."""
    cohort = member.cohort
    marks = {mark.meeting_id: mark for mark in Attendance.objects.filter(member=member)}
    meetings = [(meeting, marks.get(meeting.pk)) for meeting in cohort.meetings.all()]
    return {"cohort": cohort, "member": member, "days": days_of(cohort), "way": way_of(cohort), "meetings": meetings}


def _asking_url(enrolment_id: int) -> str:
    """Return where to ask for the letter, once something was learned and as long as the course isn't passed."""
    rows = LessonProgress.objects.filter(enrolment=enrolment_id, enrolment__completed_at=None)
    slug = rows.values_list("enrolment__course__slug", flat=True).first()
    return reverse("ask_participation", args=[slug]) if slug else ""
