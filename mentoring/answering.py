"""Answers to offers: of the mentor, of the mentee, by tap, by signed link, or by an officer who called them.

Locks are always taken in this order: the mentor's row, then the proposal. Who accepts the last seat a moment too late
waits for the first, finds it gone, and passes on.
"""

from typing import Any

from django.db import transaction

from core.clock import now
from mentoring.errors import ProposalMoved, ReasonUnknown, SeatTaken
from mentoring.models import Mentorship, Proposal, ProposalState, Reason
from mentoring.models.proposals import OF_PEOPLE, OPEN_STATES
from mentoring.moving import move
from mentoring.pairing import start_mentorship
from mentoring.passing_on import pass_on_later
from mentoring.places import WITH_PLACE
from mentoring.proposing import due_after
from mentoring.seats import free_seats, lock_mentor
from mentoring.telling import tell_next, tell_offer

Person = Any  # accounts.User; the class stays behind its room's door
SIDES = {"mentor": ProposalState.OFFERED_MENTOR, "mentee": ProposalState.OFFERED_MENTEE}


def accept(proposal_id: int, side: str, *, by: Person | None) -> Mentorship | None:
    """Accept for `side`; the mentee's yes begins the mentorship, which is returned.

    `by` is who pressed: the person, an officer on their behalf, or None by the signed link. Raises ProposalMoved, and
    SeatTaken where the mentor's last seat went to somebody else: then the proposal is withdrawn and passes on.
    """
    begun = None
    with transaction.atomic():
        proposal, has_seat = _locked(proposal_id, side)
        if not has_seat:
            _lose_seat(proposal)
        elif side == "mentor":
            _take_to_mentee(proposal, by)
        else:
            begun = _begin(proposal, by)
    if not has_seat:
        raise SeatTaken
    return begun


def decline(proposal_id: int, side: str, *, by: Person | None, reason: str, note: str = "") -> None:
    """Say that it doesn't fit, with a reason; the next choice follows by itself. Raises ProposalMoved, ReasonUnknown."""
    if reason not in OF_PEOPLE:
        raise ReasonUnknown
    with transaction.atomic():
        proposal, _ = _locked(proposal_id, side)
        move(proposal, ProposalState.DECLINED, reason=reason, note=note[:300], answered_by=by)
        pass_on_later(proposal.mentee_id)


def expire(proposal_id: int) -> bool:
    """End an offer whose time is over; say whether it was still open and due. Twice changes nothing."""
    with transaction.atomic():
        proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal_id)
        if proposal.state not in SIDES.values() or proposal.due_at is None or proposal.due_at > now():
            return False
        knew = proposal.state == ProposalState.OFFERED_MENTEE
        move(proposal, ProposalState.EXPIRED, reason=Reason.SILENT)
        if knew:
            tell_next(proposal)
        pass_on_later(proposal.mentee_id)
        return True


def _locked(proposal_id: int, side: str) -> tuple[Proposal, bool]:
    """Return the proposal with its lock taken, and whether the mentor has a seat. Raises ProposalMoved."""
    mentor_id = Proposal.objects.values_list("mentor_id", flat=True).get(pk=proposal_id)
    mentor = lock_mentor(mentor_id)
    related = [f"{one}__{place}" for one in ("mentee", "mentor") for place in WITH_PLACE]
    rows = Proposal.objects.select_for_update(of=("self",)).select_related(*related)
    proposal = rows.get(pk=proposal_id)
    is_late = proposal.due_at is not None and proposal.due_at <= now()
    if proposal.state != SIDES.get(side) or is_late:
        raise ProposalMoved
    return proposal, mentor.is_matched and free_seats(mentor, is_group=proposal.is_group) > 0


def _take_to_mentee(proposal: Proposal, by: Person | None) -> None:
    moment = now()
    due_at = due_after(moment, proposal)
    move(proposal, ProposalState.OFFERED_MENTEE, mentor_agreed_at=moment, due_at=due_at, answered_by=by)
    tell_offer(proposal)


def _begin(proposal: Proposal, by: Person | None) -> Mentorship:
    """Begin the mentorship and take back what else this mentor was offered, if this was the last seat."""
    move(proposal, ProposalState.ACCEPTED, closed_at=now(), answered_by=by)
    mentorship = start_mentorship(proposal)
    if free_seats(proposal.mentor, is_group=proposal.is_group) <= 0:
        others = Proposal.objects.select_for_update(of=("self",)).select_related("mentee__person")
        for other in others.filter(mentor=proposal.mentor, is_group=proposal.is_group, state__in=OPEN_STATES):
            _lose_seat(other)
    return mentorship


def _lose_seat(proposal: Proposal) -> None:
    knew = proposal.mentor_agreed_at is not None
    move(proposal, ProposalState.WITHDRAWN, reason=Reason.SEATS)
    if knew:
        tell_next(proposal)
    pass_on_later(proposal.mentee_id)
