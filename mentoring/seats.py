"""Seats of mentors: how many are free, counted where it matters under the lock of the mentor's row."""

from collections.abc import Iterable

from django.db.models import Count, Q

from mentoring.models import LIVE_STATES, MentorProfile, Mentorship
from mentoring.models.proposals import OPEN_STATES


def lock_mentor(mentor_id: int) -> MentorProfile:
    """Return the mentor's row, locked until the transaction ends. It is the first lock that an answer takes."""
    return MentorProfile.objects.select_for_update(of=("self",)).get(pk=mentor_id)


def free_seats(mentor: MentorProfile, *, is_group: bool = False) -> int:
    """Return the seats left: those of a group are counted apart."""
    taken = Mentorship.objects.filter(mentor=mentor, state__in=LIVE_STATES, is_group=is_group).count()
    return (mentor.group_capacity if is_group else mentor.capacity) - taken


def open_seats(mentor_ids: Iterable[int] | None = None) -> dict[int, int]:
    """Return for each mentor the seats that are neither taken nor on offer; may be negative."""
    rows = MentorProfile.objects.all() if mentor_ids is None else MentorProfile.objects.filter(pk__in=mentor_ids)
    counted = rows.annotate(
        taken=Count(
            "mentorships", filter=Q(mentorships__state__in=LIVE_STATES, mentorships__is_group=False), distinct=True
        ),
        offered=Count(
            "proposals", filter=Q(proposals__state__in=OPEN_STATES, proposals__is_group=False), distinct=True
        ),
    )
    return {pk: capacity - taken - offered for pk, capacity, taken, offered in counted.values_list(
        "pk", "capacity", "taken", "offered")}
