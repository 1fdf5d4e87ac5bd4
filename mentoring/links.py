"""Signed links: whoever holds the message may answer for its receiver, as long as the offer is open, and no longer."""

from django.core import signing

from mentoring.errors import LinkInvalid
from mentoring.models import Proposal, ProposalState

SALT = "mentoring.answer"
MOST_SECONDS = 11 * 24 * 3600  # the longest offer and a day
SIDES = {"mentor": ProposalState.OFFERED_MENTOR, "mentee": ProposalState.OFFERED_MENTEE}


def answer_path(proposal: Proposal, side: str) -> str:
    """Return the address by which `side` (`mentor` or `mentee`) answers without signing in."""
    return f"/mentor/jawab/{signing.dumps([proposal.pk, side], salt=SALT)}/"


def read_link(token: str) -> tuple[int, str]:
    """Return the proposal's id and the side. Raises LinkInvalid."""
    try:
        proposal_id, side = signing.loads(token, salt=SALT, max_age=MOST_SECONDS)
    except (signing.BadSignature, ValueError) as error:
        raise LinkInvalid from error
    return proposal_id, side
