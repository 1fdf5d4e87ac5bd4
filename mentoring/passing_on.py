"""After a no, a silence or a lost seat: the next choice is offered, by itself.

The bell is rung after commit; the sweep finds whoever it didn't reach, by the rows.
"""

from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from mentoring.jobs import ring_pass_on
from mentoring.models import LIVE_STATES, MenteeProfile, MenteeState, Mentorship, Proposal, ProposalState, Reason
from mentoring.models.proposals import OPEN_STATES

PASSES_ON = Q(last_state__in=[ProposalState.DECLINED, ProposalState.EXPIRED]) | Q(
    last_state=ProposalState.WITHDRAWN, last_reason__in=[Reason.SEATS, Reason.MENTOR_LEFT]
)


def pass_on_later(mentee_id: int) -> None:
    """Have the next choice offered once this transaction is over."""
    transaction.on_commit(lambda: ring_pass_on(mentee_id), robust=True)


def free_mentees() -> "QuerySet[MenteeProfile]":
    """Return those who seek, agreed, and have neither an open proposal nor a live mentorship."""
    open_ones = Proposal.objects.filter(mentee=OuterRef("pk"), state__in=OPEN_STATES)
    live_ones = Mentorship.objects.filter(mentee=OuterRef("pk"), state__in=LIVE_STATES)
    rows = MenteeProfile.objects.filter(state=MenteeState.SEEKING, consented_at__isnull=False)
    return rows.filter(~Exists(open_ones), ~Exists(live_ones))


def waiting_for_next() -> "QuerySet[MenteeProfile]":
    """Return those whose last proposal came to nothing, and for whom nobody has been looked for since."""
    closed = Proposal.objects.filter(mentee=OuterRef("pk"), closed_at__isnull=False).order_by("-closed_at", "-pk")
    rows = free_mentees().annotate(
        last_state=Subquery(closed.values("state")[:1]), last_reason=Subquery(closed.values("reason")[:1])
    )
    return rows.filter(PASSES_ON, unmatched_reason="")


def is_waiting(mentee_id: int) -> bool:
    """Say whether the next choice is due for this mentee."""
    return waiting_for_next().filter(pk=mentee_id).exists()


def lock_mentee(mentee_id: int) -> Any:
    """Return the mentee's row, locked until the transaction ends."""
    return MenteeProfile.objects.select_for_update(of=("self",)).get(pk=mentee_id)
