"""Proposals: an officer's, a run's, the next choice's; offered to the mentor first."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction

from core.clock import now
from mentoring.errors import ConsentMissing, MenteeBusy
from mentoring.models import LIVE_STATES, MenteeProfile, MentorProfile, Mentorship, Proposal, ProposalState, Reason
from mentoring.moving import move
from mentoring.passing_on import pass_on_later
from mentoring.places import district_of
from mentoring.telling import tell_next, tell_offer
from mentoring.tiers import offer_days

Person = Any  # accounts.User; the class stays behind its room's door


def propose(mentee: MenteeProfile, mentor: MentorProfile, *, by: Person | None = None, **explained: Any) -> Proposal:
    """Return a new proposal of `mentor` for `mentee`, not offered to anybody yet.

    `explained`: score, parts, missing and weight_set, as far as they are known. Raises ConsentMissing, MenteeBusy.
    """
    if not mentor.is_matched or mentee.consented_at is None:
        raise ConsentMissing
    if Mentorship.objects.filter(mentee=mentee, state__in=LIVE_STATES).exists():
        raise MenteeBusy
    try:
        with transaction.atomic():
            return Proposal.objects.create(mentee=mentee, mentor=mentor, made_by=by, created_at=now(), **explained)
    except IntegrityError as error:  # the database holds that a mentee has one open proposal
        raise MenteeBusy from error


def offer(proposal: Proposal) -> None:
    """Offer the proposal to the mentor. Raises ProposalMoved."""
    moment = now()
    with transaction.atomic():
        move(proposal, ProposalState.OFFERED_MENTOR, offered_at=moment, due_at=due_after(moment, proposal))
        tell_offer(proposal)


def due_after(moment: dt.datetime, proposal: Proposal) -> dt.datetime:
    """Return when an offer made at `moment` ends: 5 days, 10 where the mentee lives in tier A."""
    return moment + dt.timedelta(days=offer_days(district_of(proposal.mentee)))


def withdraw(proposal: Proposal, *, by: Person, reason: Reason = Reason.OFFICER) -> None:
    """Take a proposal back, by the officer; the mentee waits again. Raises ProposalMoved."""
    knew = proposal.mentor_agreed_at is not None
    with transaction.atomic():
        move(proposal, ProposalState.WITHDRAWN, reason=reason, answered_by=by)
        if knew:
            tell_next(proposal)
        if reason != Reason.OFFICER:
            pass_on_later(proposal.mentee_id)
