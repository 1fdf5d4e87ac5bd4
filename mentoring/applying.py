"""Becoming a mentor: invited or by oneself, then approved by the office; pausing and leaving."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from businesses.public import business_of
from core.clock import now
from mentoring.agreeing import forget_consent, record_consent
from mentoring.errors import MentorStateWrong
from mentoring.models import MenteeProfile, MentorProfile, MentorSkill, MentorState, Proposal, ProposalState, Reason
from mentoring.models.proposals import OPEN_STATES
from mentoring.moving import move
from mentoring.passing_on import pass_on_later
from mentoring.telling import tell, tell_decision

Person = Any  # accounts.User; the class stays behind its room's door
DECIDABLE = (MentorState.APPLIED, MentorState.REFUSED)


def invite_mentor(person: Person, *, by: Person) -> MentorProfile:
    """Invite `person`, once; who has applied already is returned as they are."""
    mentor, is_new = MentorProfile.objects.get_or_create(
        person=person,
        defaults={"state": MentorState.INVITED, "invited_by": by, "business": business_of(person)},
    )
    if is_new:
        tell("mentor_undangan", person, str(mentor.pk), "/mentor/daftar/")
    return mentor


@transaction.atomic
def apply_as_mentor(person: Person, values: Mapping[str, Any], skills: Iterable[int]) -> MentorProfile:
    """Write down the application, or what an approved mentor changed about himself; the sender has given consent.

    Who is approved stays approved; a new skill counts as his own word until the office looks at it.
    """
    mentor = MentorProfile.objects.filter(person=person).first() or MentorProfile(person=person)
    mentor.business = business_of(person)
    for name, value in values.items():
        setattr(mentor, name, value)
    record_consent(mentor)
    if mentor.state != MentorState.APPROVED:
        mentor.state = MentorState.APPLIED
    mentor.save()
    keep_skills(mentor, skills)
    return mentor


def keep_skills(mentor: MentorProfile, topics: Iterable[int]) -> None:
    """Make the mentor's skills these; those that stay keep their evidence."""
    wanted = {int(topic) for topic in topics}
    mentor.skills.exclude(topic__in=wanted).delete()
    known = set(mentor.skills.values_list("topic", flat=True))
    MentorSkill.objects.bulk_create(MentorSkill(mentor=mentor, topic=topic) for topic in sorted(wanted - known))


def decide_application(mentor: MentorProfile, *, is_approved: bool, by: Person, note: str = "") -> None:
    """Approve or refuse; raises MentorStateWrong for one that isn't waiting any more."""
    if is_approved and mentor.consented_at is None:
        raise MentorStateWrong
    state = MentorState.APPROVED if is_approved else MentorState.REFUSED
    values = {"state": state, "decided_by": by, "decided_at": now(), "decision_note": note}
    with transaction.atomic():
        if not MentorProfile.objects.filter(pk=mentor.pk, state__in=DECIDABLE).update(**values):
            raise MentorStateWrong
        mentor.refresh_from_db()
        tell_decision(mentor)
        if is_approved:
            look_again()


def set_paused(mentor: MentorProfile, *, is_paused: bool) -> None:
    """Pause or go on. What is offered goes to the next choice at once; pairs that live go on."""
    with transaction.atomic():
        MentorProfile.objects.filter(pk=mentor.pk).update(is_paused=is_paused)
        mentor.is_paused = is_paused
        if is_paused:
            withdraw_offers(mentor)
        else:
            look_again()


def leave_as_mentor(mentor: MentorProfile) -> None:
    """Stop being a mentor: consent is taken back, offers pass on. Live pairs are ended by `ending.end_all_of`."""
    with transaction.atomic():
        forget_consent(mentor)
        mentor.state = MentorState.LEFT
        mentor.save(update_fields=["state", "consented_at"])
        withdraw_offers(mentor)


def withdraw_offers(mentor: MentorProfile) -> None:
    """Take back everything that is open with this mentor, and let the mentees pass on."""
    for proposal in Proposal.objects.select_for_update().filter(mentor=mentor, state__in=OPEN_STATES):
        move(proposal, ProposalState.WITHDRAWN, reason=Reason.MENTOR_LEFT)
        pass_on_later(proposal.mentee_id)


def look_again() -> None:
    """Let those for whom nobody was found be looked at again: there is a seat more."""
    MenteeProfile.objects.exclude(unmatched_reason="").update(unmatched_reason="")
