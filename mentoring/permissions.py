"""Who may do what with mentors, mentees and pairs. Used by phone screens, studio screens and the queue of the phone."""

from typing import Any

from accounts.public import Role, has_role
from mentoring.models import Mentorship, Proposal, ProposalState, SessionLog

Person = Any  # accounts.User or AnonymousUser; the class stays behind its room's door


def can_see_mentoring(person: Person) -> bool:
    """The office reads the lists; the head of office reads only."""
    return has_role(person, Role.OFFICER, Role.HEAD, Role.ADMIN)


def can_run_mentoring(person: Person) -> bool:
    """Officers and administrators approve, propose, answer on behalf, and handle what happened."""
    return has_role(person, Role.OFFICER, Role.ADMIN)


def can_read_incidents(person: Person) -> bool:
    """What was reported, and private feedback, is for those who act on it."""
    return can_run_mentoring(person)


def side_of(person: Person, row: Proposal | Mentorship) -> str:
    """Return `mentor`, `mentee`, or "" for who is neither of the two."""
    if not person.is_authenticated:
        return ""
    if row.mentor.person_id == person.pk:
        return "mentor"
    return "mentee" if row.mentee.person_id == person.pk else ""


def can_see_offer(person: Person, proposal: Proposal) -> bool:
    """The mentor once it was offered to him, the mentee once the mentor agreed."""
    side = side_of(person, proposal)
    if side == "mentor":
        return proposal.offered_at is not None
    return side == "mentee" and proposal.mentor_agreed_at is not None


def can_answer(person: Person, proposal: Proposal) -> bool:
    """Whoever's turn it is, for themselves."""
    turn = {ProposalState.OFFERED_MENTOR: "mentor", ProposalState.OFFERED_MENTEE: "mentee"}
    return bool(side_of(person, proposal)) and turn.get(ProposalState(proposal.state)) == side_of(person, proposal)


def can_see_pair(person: Person, mentorship: Mentorship) -> bool:
    """The two themselves."""
    return bool(side_of(person, mentorship))


def can_see_contact(person: Person, mentorship: Mentorship) -> bool:
    """The two themselves, as long as the mentorship lives: both accepted when it began."""
    return mentorship.is_live and can_see_pair(person, mentorship)


def can_log_session(person: Person, mentorship: Mentorship) -> bool:
    """The two themselves, as long as it lives."""
    return mentorship.is_live and can_see_pair(person, mentorship)


def can_confirm_session(person: Person, session: SessionLog) -> bool:
    """The one of the two who didn't write it."""
    return can_see_pair(person, session.mentorship) and session.written_by_id != person.pk
