"""Closes a class: each member gets a certificate, a `Surat Keterangan Mengikuti`, or nothing, and it is shown first.

Source: the office's certificate conventions (attended but not passed: Surat Keterangan; 80 % attendance is common).
"""

import hashlib
import json
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from core.clock import now
from courses.cohorts.attending import Attended, attended_by
from courses.cohorts.errors import CohortNotOpen, PlanChanged
from courses.cohorts.locking import locked_cohort
from courses.cohorts.participating import give_participation
from courses.completing import complete_by_attendance
from courses.models import Cohort, CohortMember, CohortState, Outcome
from courses.signals import cohort_closed
from courses.standing import standings_of
from messaging.public import one_bell

CLOSE_COHORT_ACTION = "courses.close_cohort"


@dataclass(frozen=True)
class ClosingRow:
    """What one member will get, and why in words."""

    member: CohortMember
    outcome: Outcome
    attended: Attended
    reason: str


@dataclass(frozen=True)
class ClosingPlan:
    """What closing now would do."""

    rows: tuple[ClosingRow, ...]

    @property
    def fingerprint(self) -> str:
        """Names exactly this plan, so that what is confirmed is what was shown."""
        plain = [[row.member.pk, row.outcome, row.attended.percent] for row in self.rows]
        return hashlib.sha256(json.dumps(plain).encode()).hexdigest()[:32]

    @property
    def counts(self) -> dict[str, int]:
        """How many get what, by the words of the outcome."""
        outcomes = (Outcome.CERTIFICATE, Outcome.PARTICIPATION, Outcome.NOTHING)
        return {str(one.label): sum(row.outcome == one for row in self.rows) for one in outcomes}


def plan_closing(cohort: Cohort) -> ClosingPlan:
    """Return what every member would get if the class closed now; the same number of queries for any class."""
    related = cohort.members.select_related("enrolment__person", "enrolment__course")
    members = list(related.order_by("enrolment__person__full_name", "pk"))
    attended = attended_by(cohort)
    standings = standings_of([member.enrolment for member in members])
    rows = (
        _row(cohort, member, attended.get(member.pk, Attended()), standing.lessons_done)
        for member, standing in zip(members, standings, strict=True)
    )
    return ClosingPlan(tuple(rows))


@transaction.atomic
def close_cohort(cohort_id: int, *, by: Any, seen: str) -> ClosingPlan:
    """Give everybody what the plan called `seen` says, and close.

    Who passes by attendance completes the course here; who passed it online has done so already. Raises CohortIsClosed,
    CohortNotOpen, or PlanChanged when the plan is another one by now.
    """
    cohort = locked_cohort(cohort_id)
    if not cohort.is_open:
        raise CohortNotOpen
    plan = plan_closing(cohort)
    if plan.fingerprint != seen:
        raise PlanChanged
    Cohort.objects.filter(pk=cohort.pk).update(state=CohortState.CLOSED, closed_at=now(), closed_by=by)
    with one_bell():
        for row in plan.rows:
            _give(cohort, row)
    log(instance=cohort, action=CLOSE_COHORT_ACTION, user=by, data=plan.counts)
    transaction.on_commit(partial(cohort_closed.send_robust, sender=Cohort, cohort_id=cohort.pk))
    return plan


def _row(cohort: Cohort, member: CohortMember, attended: Attended, lessons_done: int) -> ClosingRow:
    """Judge one member."""
    enough = cohort.is_by_attendance and attended.of > 0 and attended.percent >= cohort.min_attendance
    if member.enrolment.is_completed:
        return ClosingRow(member, Outcome.CERTIFICATE, attended, "Sudah lulus kursus")
    if enough:
        return ClosingRow(member, Outcome.CERTIFICATE, attended, f"Hadir {attended.percent}%")
    if attended.jp:
        least = f", paling sedikit {cohort.min_attendance}%" if cohort.is_by_attendance else ", belum lulus kursus"
        return ClosingRow(member, Outcome.PARTICIPATION, attended, f"Hadir {attended.percent}%{least}")
    if lessons_done:
        return ClosingRow(member, Outcome.PARTICIPATION, attended, f"{lessons_done} pelajaran selesai, belum lulus")
    return ClosingRow(member, Outcome.NOTHING, attended, "Belum pernah hadir atau belajar")


def _give(cohort: Cohort, row: ClosingRow) -> None:
    """Write down the outcome and set off what follows from it."""
    member = row.member
    CohortMember.objects.filter(pk=member.pk).update(outcome=row.outcome, attendance_percent=row.attended.percent)
    if row.outcome == Outcome.CERTIFICATE and not member.enrolment.is_completed:
        complete_by_attendance(member.enrolment, percent=row.attended.percent)
    elif row.outcome == Outcome.PARTICIPATION:
        give_participation(member.enrolment, cohort=cohort)
