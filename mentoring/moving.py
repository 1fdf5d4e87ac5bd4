"""Which step may follow which, for proposals and mentorships. A step is taken by an update filtered on the old state:
of two who take one at the same moment, one does and the other learns of it.
"""

from typing import Any

from core.clock import now
from mentoring.errors import MentorshipOver, ProposalMoved
from mentoring.models import Mentorship, MentorshipState, Proposal, ProposalState

STEPS: dict[str, tuple[ProposalState, ...]] = {
    ProposalState.DRAFT: (ProposalState.PROPOSED, ProposalState.WITHDRAWN),
    ProposalState.PROPOSED: (ProposalState.OFFERED_MENTOR, ProposalState.WITHDRAWN),
    ProposalState.OFFERED_MENTOR: (
        ProposalState.OFFERED_MENTEE,
        ProposalState.DECLINED,
        ProposalState.EXPIRED,
        ProposalState.WITHDRAWN,
    ),
    ProposalState.OFFERED_MENTEE: (
        ProposalState.ACCEPTED,
        ProposalState.DECLINED,
        ProposalState.EXPIRED,
        ProposalState.WITHDRAWN,
    ),
}
CLOSED_STATES = (ProposalState.DECLINED, ProposalState.EXPIRED, ProposalState.WITHDRAWN)
MENTORSHIP_STEPS: dict[str, tuple[MentorshipState, ...]] = {
    MentorshipState.ACTIVE: (MentorshipState.PAUSED, MentorshipState.COMPLETED, MentorshipState.ENDED),
    MentorshipState.PAUSED: (MentorshipState.ACTIVE, MentorshipState.COMPLETED, MentorshipState.ENDED),
}


def move(proposal: Proposal, to: ProposalState, **values: Any) -> None:
    """Take one step and write `values` with it. Raises ProposalMoved where it isn't allowed or no longer possible."""
    if to not in STEPS.get(proposal.state, ()):
        raise ProposalMoved
    if to in CLOSED_STATES:
        values.setdefault("closed_at", now())
    if not Proposal.objects.filter(pk=proposal.pk, state=proposal.state).update(state=to, **values):
        raise ProposalMoved
    _show(proposal, to, values)


def move_mentorship(mentorship: Mentorship, to: MentorshipState, **values: Any) -> None:
    """Take one step and write `values` with it. Raises MentorshipOver."""
    if to not in MENTORSHIP_STEPS.get(mentorship.state, ()):
        raise MentorshipOver
    if not Mentorship.objects.filter(pk=mentorship.pk, state=mentorship.state).update(state=to, **values):
        raise MentorshipOver
    _show(mentorship, to, values)


def _show(row: Any, state: str, values: dict[str, Any]) -> None:
    row.state = state
    for name, value in values.items():
        setattr(row, name, value)
