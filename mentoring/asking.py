"""Asking for a mentor, asking the office to look again, and asking no more."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from businesses.public import business_of
from core.clock import now
from mentoring.agreeing import forget_consent, record_consent
from mentoring.models import MenteeProfile, MenteeState, Need, Proposal, ProposalState, Reason
from mentoring.models.proposals import OPEN_STATES
from mentoring.moving import move

Person = Any  # accounts.User; the class stays behind its room's door


@transaction.atomic
def ask_for_mentor(person: Person, values: Mapping[str, Any], needs: Sequence[int]) -> MenteeProfile:
    """Write down what the person needs, dearest first, and that they agree; asked again it is changed."""
    mentee = MenteeProfile.objects.filter(person=person).first() or MenteeProfile(person=person)
    mentee.business = business_of(person)
    for name, value in values.items():
        setattr(mentee, name, value)
    record_consent(mentee)
    if mentee.state == MenteeState.CLOSED or mentee.asked_at is None:
        mentee.state, mentee.asked_at = MenteeState.SEEKING, now()
    mentee.unmatched_reason = ""
    mentee.save()
    keep_needs(mentee, needs)
    return mentee


def keep_needs(mentee: MenteeProfile, needs: Sequence[int]) -> None:
    """Make the needs these, in this order."""
    mentee.needs.all().delete()
    Need.objects.bulk_create(
        Need(mentee=mentee, rank=rank, topic=topic) for rank, topic in enumerate(dict.fromkeys(needs), start=1)
    )


def ask_for_review(mentee: MenteeProfile) -> None:
    """Have an officer decide instead of the next choice by itself (UU 27/2022, art. 10)."""
    MenteeProfile.objects.filter(pk=mentee.pk, state=MenteeState.SEEKING).update(state=MenteeState.REVIEW)


def finish_review(mentee: MenteeProfile) -> None:
    """The officer has looked: the mentee waits like everybody else again."""
    MenteeProfile.objects.filter(pk=mentee.pk, state=MenteeState.REVIEW).update(state=MenteeState.SEEKING)


def stop_asking(mentee: MenteeProfile) -> None:
    """Ask no more: consent is taken back, what is open is withdrawn. A live pair is ended by `ending.end_all_of`."""
    with transaction.atomic():
        for proposal in Proposal.objects.select_for_update().filter(mentee=mentee, state__in=OPEN_STATES):
            move(proposal, ProposalState.WITHDRAWN, reason=Reason.MENTEE_LEFT)
        forget_consent(mentee)
        mentee.state = MenteeState.CLOSED
        mentee.save(update_fields=["state", "consented_at"])
