"""Tells people what happened. Each message has a key of its own, so that telling twice is telling once."""

from typing import Any

from django.conf import settings

from core.templatetags.formats import tanggal
from mentoring.links import answer_path
from mentoring.models import Mentorship, MentorProfile, Proposal, ProposalState, SessionLog
from mentoring.places import district_of
from messaging.public import send_message

HOME = "/mentor/"


def address(path: str) -> str:
    """Return the full address of one of our pages."""
    return f"{settings.SITE_URL}{path}"


def tell(template: str, person: Any, key: str, path: str = HOME, **values: object) -> None:
    """Queue one message with a link."""
    send_message(template, to=person, values={"tautan": address(path), **values}, key=f"{template}:{key}")


def tell_offer(proposal: Proposal) -> None:
    """Tell whoever has to answer now, with a signed link that needs no password."""
    is_to_mentor = proposal.state == ProposalState.OFFERED_MENTOR
    side, template = ("mentor", "mentor_tawaran") if is_to_mentor else ("mentee", "mentor_untuk_anda")
    asked, other = (proposal.mentor, proposal.mentee) if is_to_mentor else (proposal.mentee, proposal.mentor)
    tell(
        template,
        asked.person,
        str(proposal.pk),
        answer_path(proposal, side),
        kecamatan=district_of(other) or "Kutai Timur",
        kebutuhan=words_of_needs(proposal.mentee),
        batas=tanggal(proposal.due_at) if proposal.due_at else "",
    )


def tell_next(proposal: Proposal) -> None:
    """Tell a mentee who knew of the offer that the next one is looked for."""
    tell("mentor_berikutnya", proposal.mentee.person, str(proposal.pk))


def tell_accepted(mentorship: Mentorship) -> None:
    """Tell both."""
    for person in both(mentorship):
        tell("mentor_saling_setuju", person, f"{mentorship.pk}:{person.pk}", pair_path(mentorship))


def tell_session(session: SessionLog) -> None:
    """Tell the other of the two."""
    for person in both(session.mentorship):
        if person.pk != session.written_by_id:
            path = pair_path(session.mentorship)
            tell("mentor_sesi_dicatat", person, str(session.pk), path, tanggal=tanggal(session.held_on))


def tell_decision(mentor: MentorProfile) -> None:
    """Tell an applicant what the office decided."""
    if mentor.is_matched:
        tell("mentor_disetujui", mentor.person, f"{mentor.pk}:{_stamp(mentor)}")
    else:
        note = mentor.decision_note or "belum ada."
        tell("mentor_belum_diterima", mentor.person, f"{mentor.pk}:{_stamp(mentor)}", catatan=note)


def words_of_needs(mentee: Any) -> str:
    """Return the needs in words: `P-IRT, Merek`."""
    return ", ".join(str(need) for need in mentee.needs.all()) or "mengembangkan usaha"


def both(mentorship: Mentorship) -> tuple[Any, Any]:
    """Return the two people."""
    return mentorship.mentor.person, mentorship.mentee.person


def pair_path(mentorship: Mentorship) -> str:
    """Return the address of the pair's page."""
    return f"{HOME}pasangan/{mentorship.pk}/"


def _stamp(mentor: MentorProfile) -> int:
    return int(mentor.decided_at.timestamp()) if mentor.decided_at else 0
