"""The `Surat Keterangan Mengikuti`: due when a class closes, or when a learner without a class asks; once."""

import datetime as dt
from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.db.models import Max, Min

from core.clock import WITA, now
from courses import telling
from courses.certifying import parts_of, way_held
from courses.cohorts.errors import ParticipationByCohort, ParticipationTooEarly, ParticipationUnneeded
from courses.models import Cohort, CohortMember, CohortState, Enrolment, Outcome, Participation
from courses.signals import participation_due
from courses.standing import standing_of


@dataclass(frozen=True)
class ParticipationFacts:
    """Who followed what, as plain values. Dates are those of Kutai Timur.

    `modules` are (title, JP) in order: the course's, or the meetings of training without lessons.
    `cohort_title`, `way` (as in CompletionFacts) and `place` are empty without a class.
    """

    enrolment_id: int
    person_id: int
    person_name: str
    course_id: int
    course_slug: str
    course_title: str
    cohort_id: int | None
    cohort_title: str
    way: str
    place: str
    jp: int
    modules: tuple[tuple[str, int], ...]
    attendance_percent: int
    started_on: dt.date
    ended_on: dt.date


@transaction.atomic
def ask_participation(enrolment: Enrolment) -> bool:
    """Give a learner without a class the letter; False if it was given before.

    Raises ParticipationUnneeded, ParticipationByCohort or ParticipationTooEarly.
    """
    if enrolment.is_completed:
        raise ParticipationUnneeded
    if is_in_cohort(enrolment):
        raise ParticipationByCohort
    if not standing_of(enrolment).lessons_done:
        raise ParticipationTooEarly
    return give_participation(enrolment)


def is_in_cohort(enrolment: Enrolment) -> bool:
    """Say whether a class that isn't closed yet will decide about this enrolment."""
    return CohortMember.objects.filter(enrolment=enrolment).exclude(cohort__state=CohortState.CLOSED).exists()


@transaction.atomic
def give_participation(enrolment: Enrolment, *, cohort: Cohort | None = None) -> bool:
    """Write the row, tell the learner and send the fact after commit; False where it was due already."""
    values = {"cohort": cohort, "due_at": now()}
    _, is_new = Participation.objects.get_or_create(enrolment=enrolment, defaults=values)
    if is_new:
        telling.tell_participation(enrolment)
        transaction.on_commit(partial(participation_due.send_robust, sender=Participation, enrolment_id=enrolment.pk))
    return is_new


def participation_facts(enrolment_id: int) -> ParticipationFacts | None:
    """Return what the letter may say; None where none is due (any more)."""
    rows = Participation.objects.select_related("enrolment__person", "enrolment__course", "cohort")
    row = rows.filter(enrolment=enrolment_id).first()
    if row is None:
        return None
    enrolment, cohort = row.enrolment, row.cohort
    modules = parts_of(enrolment.course, cohort)
    started_on, ended_on = _days(row)
    return ParticipationFacts(
        enrolment_id=enrolment.pk,
        person_id=enrolment.person_id,
        person_name=enrolment.person.full_name,
        course_id=enrolment.course_id,
        course_slug=enrolment.course.slug,
        course_title=enrolment.course.title,
        cohort_id=cohort.pk if cohort else None,
        cohort_title=str(cohort) if cohort else "",
        way=way_held(cohort) if cohort else "",
        place=cohort.place if cohort else "",
        jp=sum(jp for _, jp in modules),
        modules=modules,
        attendance_percent=_percent(row),
        started_on=started_on,
        ended_on=ended_on,
    )


def participation_ids(since: dt.datetime | None = None) -> list[int]:
    """Return the enrolments that are due a letter (since then), oldest first: for a sweep that looks for lost facts."""
    rows = Participation.objects.order_by("due_at", "pk")
    if since is not None:
        rows = rows.filter(due_at__gte=since)
    return list(rows.values_list("enrolment_id", flat=True))


def _days(row: Participation) -> tuple[dt.date, dt.date]:
    """Return the days of the class; without one, from enrolling to asking."""
    if row.cohort is None:
        return row.enrolment.enrolled_at.astimezone(WITA).date(), row.due_at.astimezone(WITA).date()
    held = row.cohort.meetings.aggregate(first=Min("held_on"), last=Max("held_on"))
    return held["first"] or row.cohort.starts_on, held["last"] or row.cohort.ends_on


def _percent(row: Participation) -> int:
    """Return the share of meetings; where none were held, of lessons."""
    if row.cohort and row.cohort.meetings.exists():
        member = CohortMember.objects.filter(
            cohort=row.cohort, enrolment=row.enrolment, outcome=Outcome.PARTICIPATION
        ).first()
        return (member.attendance_percent or 0) if member else 0
    return standing_of(row.enrolment).percent
