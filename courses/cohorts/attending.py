"""Takes down who came to a meeting, and counts it.

Attendance is weighed by JP: being at a meeting of 4 JP counts twice as much as at one of 2. Being excused explains an
absence and doesn't count as being there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Sum

from core.clock import now
from courses.cohorts.errors import CohortNotOpen, NotAMember
from courses.cohorts.locking import locked_cohort
from courses.models import Attendance, Cohort, CohortMember, MarkedBy, Meeting, Presence


@dataclass(frozen=True)
class Attended:
    """How many JP a member was there for, of how many held."""

    jp: int = 0
    of: int = 0

    @property
    def percent(self) -> int:
        """The share, 0 to 100, rounded down: 79.9 is not 80."""
        return 100 * self.jp // self.of if self.of else 0


@transaction.atomic
def mark_sheet(meeting: Meeting, states: Mapping[int, str], *, by: Any) -> int:
    """Write down what an officer typed: `Presence` by member's id; return how many marks changed.

    Where a photo of the list lies beside, the mark says so. Marks that stay as they were keep who made them.
    Raises CohortIsClosed or CohortNotOpen.
    """
    cohort = _running(meeting)
    members = set(cohort.members.filter(pk__in=states).values_list("pk", flat=True))
    known = dict(Attendance.objects.filter(meeting=meeting).values_list("member_id", "state"))
    changed = {pk: state for pk, state in states.items() if pk in members and state != known.get(pk)}
    how = MarkedBy.PHOTO if meeting.sheet_photos.exists() else MarkedBy.SHEET
    _write(meeting, changed, how=how, by=by)
    return len(changed)


@transaction.atomic
def mark_scanned(meeting: Meeting, person: Any) -> CohortMember:
    """Note that the person is there; scanning twice changes nothing.

    Raises CohortIsClosed, CohortNotOpen or NotAMember.
    """
    cohort = _running(meeting)
    member = cohort.members.filter(enrolment__person=person).first()
    if member is None:
        raise NotAMember
    if not Attendance.objects.filter(meeting=meeting, member=member, state=Presence.PRESENT).exists():
        _write(meeting, {member.pk: Presence.PRESENT}, how=MarkedBy.QR, by=person)
    return member


def attended_by(cohort: Cohort) -> dict[int, Attended]:
    """Return how much each member of the class was there, by member's id; two queries for any number."""
    total = cohort.meetings.aggregate(jp=Sum("jp"))["jp"] or 0
    there = Attendance.objects.filter(meeting__cohort=cohort, state=Presence.PRESENT)
    sums = there.values_list("member").annotate(jp=Sum("meeting__jp"))
    return {member: Attended(jp, total) for member, jp in sums}


def _running(meeting: Meeting) -> Cohort:
    """Return the meeting's class, held and running."""
    cohort = locked_cohort(meeting.cohort_id)
    if not cohort.is_open:
        raise CohortNotOpen
    return cohort


def _write(meeting: Meeting, states: Mapping[int, str], *, how: str, by: Any) -> None:
    """Insert or replace marks in one statement."""
    rows: Iterable[Attendance] = [
        Attendance(meeting=meeting, member_id=pk, state=state, how=how, marked_by=by, marked_at=now())
        for pk, state in states.items()
    ]
    Attendance.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["meeting", "member"],
        update_fields=["state", "how", "marked_by", "marked_at"],
    )
