"""Feedback and incidents: for the office alone."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from core.clock import now
from mentoring.ending import end_by_office
from mentoring.models import BlockPair, EndReason, Feedback, Incident, Mentorship, MentorshipState
from mentoring.moving import move_mentorship


def give_feedback(mentorship: Mentorship, values: Mapping[str, Any], *, by: Any) -> Feedback:
    """Keep three marks and a word; given again, the later one counts."""
    feedback, _ = Feedback.objects.update_or_create(
        mentorship=mentorship, person=by, defaults={**values, "given_at": now()}
    )
    return feedback


def report_incident(mentorship: Mentorship, text: str, *, by: Any) -> Incident:
    """Write the report down and pause the pair at once: until the office has looked, nobody has to go on."""
    with transaction.atomic():
        if mentorship.state == MentorshipState.ACTIVE:
            move_mentorship(mentorship, MentorshipState.PAUSED)
        return Incident.objects.create(mentorship=mentorship, reporter=by, text=text, reported_at=now())


def handle_incident(incident: Incident, answer: str, *, ends: bool, by: Any) -> None:
    """Write down what the office did; with `ends` the pair ends and is never matched again."""
    with transaction.atomic():
        incident.answer, incident.handled_by, incident.handled_at = answer, by, now()
        incident.save(update_fields=["answer", "handled_by", "handled_at"])
        mentorship = incident.mentorship
        if ends:
            block(mentorship.mentor.person, mentorship.mentee.person, reason=f"Laporan {incident.pk}", by=by)
            if mentorship.is_live:
                end_by_office(mentorship, reason=EndReason.SAFETY)


def block(one: Any, other: Any, *, reason: str, by: Any) -> BlockPair:
    """Never match these two, in either direction."""
    first, second = sorted((one, other), key=lambda person: person.pk)
    pair, _ = BlockPair.objects.get_or_create(one=first, other=second, defaults={"reason": reason, "made_by": by})
    return pair
