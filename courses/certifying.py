"""What a certificate may say about a completed course."""

import datetime as dt
from dataclasses import dataclass

from core.clock import WITA
from courses.models import (
    AttemptState,
    Cohort,
    CohortMember,
    CohortMode,
    CoursePage,
    Enrolment,
    EnrolmentState,
    Outcome,
    PassRule,
)
from courses.outline import outline_of
from courses.standing import progress_of


@dataclass(frozen=True)
class CompletionFacts:
    """A completed course as plain values.

    Marks are 0 to 100, dates are those of Kutai Timur. `modules` are (title, JP) in order; `pretest_score` is None
    where no pre-test was done. Where `is_by_attendance`, a class was passed by being there: there are no marks, so
    nothing is said of them. `way` is how a class met (`tatap muka di Balai Desa Busang`), empty without a class.
    """

    enrolment_id: int
    person_id: int
    person_name: str
    course_id: int
    course_slug: str
    course_title: str
    jp: int
    modules: tuple[tuple[str, int], ...]
    pretest_score: int | None
    final_score: int | None
    pass_mark: int
    attendance_percent: int
    started_on: dt.date
    completed_on: dt.date
    is_by_attendance: bool = False
    cohort_id: int | None = None
    cohort_title: str = ""
    way: str = ""
    place: str = ""


def completion_facts(enrolment_id: int) -> CompletionFacts | None:
    """Return the facts of a completed enrolment; None for one that isn't completed or isn't there any more."""
    enrolment = Enrolment.objects.filter(pk=enrolment_id).select_related("person", "course").first()
    if enrolment is None or enrolment.completed_at is None:
        return None
    member = _passing_member(enrolment)
    if member:
        return _attendance_facts(enrolment, enrolment.completed_at, member)
    outline = outline_of(enrolment.course)  # what is certified is what stands in the database now
    progress = progress_of(enrolment, outline=outline)
    modules = tuple((part.module.title, part.module.jp) for part in outline.modules)
    pretest = progress.pretest
    return CompletionFacts(
        enrolment_id=enrolment.pk,
        person_id=enrolment.person_id,
        person_name=enrolment.person.full_name,
        course_id=enrolment.course_id,
        course_slug=enrolment.course.slug,
        course_title=enrolment.course.title,
        jp=sum(jp for _, jp in modules),
        modules=modules,
        pretest_score=pretest.score if pretest and pretest.state == AttemptState.SUBMITTED else None,
        final_score=progress.standing.best_final,
        pass_mark=progress.standing.pass_mark,
        attendance_percent=progress.standing.percent,
        started_on=enrolment.enrolled_at.astimezone(WITA).date(),
        completed_on=enrolment.completed_at.astimezone(WITA).date(),
    )


def parts_of(course: CoursePage, cohort: Cohort | None) -> tuple[tuple[str, int], ...]:
    """Return what was taught as (title, JP): the course's modules, or the meetings where a class had no lessons."""
    outline = outline_of(course)
    if cohort and (cohort.is_by_attendance or not outline.lessons):
        meetings = tuple(cohort.meetings.values_list("topic", "jp"))
        return meetings or tuple((part.module.title, part.module.jp) for part in outline.modules)
    return tuple((part.module.title, part.module.jp) for part in outline.modules)


def way_held(cohort: Cohort) -> str:
    """Return how and where a class was held in words that follow `secara`."""
    met = f"tatap muka di {cohort.place}"
    ways = {CohortMode.ONLINE: "daring", CohortMode.FACE_TO_FACE: met, CohortMode.BLENDED: f"daring dan {met}"}
    return ways[CohortMode(cohort.mode)]


def _passing_member(enrolment: Enrolment) -> CohortMember | None:
    """Return the place in a closed class by whose attendance rule the course was completed; None for all others."""
    rows = CohortMember.objects.filter(
        enrolment=enrolment,
        outcome=Outcome.CERTIFICATE,
        cohort__rule=PassRule.ATTENDANCE,
        cohort__closed_at__isnull=False,
        cohort__closed_at__lte=enrolment.completed_at,
    )
    return rows.select_related("cohort").order_by("cohort__closed_at").last()


def _attendance_facts(enrolment: Enrolment, completed_at: dt.datetime, member: CohortMember) -> CompletionFacts:
    """Return the facts of a course that was passed by being there; its days are those of the meetings."""
    cohort = member.cohort
    days = list(cohort.meetings.values_list("held_on", flat=True))
    modules = parts_of(enrolment.course, cohort)
    return CompletionFacts(
        enrolment_id=enrolment.pk,
        person_id=enrolment.person_id,
        person_name=enrolment.person.full_name,
        course_id=enrolment.course_id,
        course_slug=enrolment.course.slug,
        course_title=enrolment.course.title,
        jp=sum(jp for _, jp in modules),
        modules=modules,
        pretest_score=None,
        final_score=None,
        pass_mark=enrolment.course.pass_mark,
        attendance_percent=member.attendance_percent or 0,
        started_on=days[0] if days else cohort.starts_on,
        completed_on=days[-1] if days else completed_at.astimezone(WITA).date(),
        is_by_attendance=True,
        cohort_id=cohort.pk,
        cohort_title=str(cohort),
        way=way_held(cohort),
        place=cohort.place,
    )


def completed_enrolment_ids(since: dt.datetime | None = None) -> list[int]:
    """Return the enrolments completed (since then), oldest first: for a sweep that looks for lost facts."""
    rows = Enrolment.objects.filter(state=EnrolmentState.COMPLETED).order_by("completed_at", "pk")
    if since is not None:
        rows = rows.filter(completed_at__gte=since)
    return list(rows.values_list("pk", flat=True))
