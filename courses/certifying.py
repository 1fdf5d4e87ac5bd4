"""What a certificate may say about a completed course."""

import datetime as dt
from dataclasses import dataclass

from core.clock import WITA
from courses.models import AttemptState, Enrolment, EnrolmentState
from courses.outline import outline_of
from courses.standing import progress_of


@dataclass(frozen=True)
class CompletionFacts:
    """A completed course as plain values. Marks are 0 to 100, dates are those of Kutai Timur.

    `modules` are (title, JP) in order; `pretest_score` is None where no pre-test was done.
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
    final_score: int
    pass_mark: int
    attendance_percent: int
    started_on: dt.date
    completed_on: dt.date


def completion_facts(enrolment_id: int) -> CompletionFacts | None:
    """Return the facts of a completed enrolment; None for one that isn't completed or isn't there any more."""
    enrolment = Enrolment.objects.filter(pk=enrolment_id).select_related("person", "course").first()
    if enrolment is None or enrolment.completed_at is None:
        return None
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
        final_score=progress.standing.best_final or 0,
        pass_mark=progress.standing.pass_mark,
        attendance_percent=progress.standing.percent,
        started_on=enrolment.enrolled_at.astimezone(WITA).date(),
        completed_on=enrolment.completed_at.astimezone(WITA).date(),
    )


def completed_enrolment_ids(since: dt.datetime | None = None) -> list[int]:
    """Return the enrolments completed (since then), oldest first: for a sweep that looks for lost facts."""
    rows = Enrolment.objects.filter(state=EnrolmentState.COMPLETED).order_by("completed_at", "pk")
    if since is not None:
        rows = rows.filter(completed_at__gte=since)
    return list(rows.values_list("pk", flat=True))
