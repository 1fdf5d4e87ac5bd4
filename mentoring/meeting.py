"""Sessions: written down in under a minute by one of the two, also without a signal, and confirmed by the other."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from core.clock import now, today
from mentoring.errors import MentorshipOver, OwnSession, SessionInFuture
from mentoring.models import Mentorship, MentorshipState, SessionLog
from mentoring.permissions import can_confirm_session
from mentoring.telling import tell_session

FIT_AFTER = 2  # sessions until both are asked whether they fit


def log_session(mentorship: Mentorship, values: Mapping[str, Any], *, key: uuid.UUID, by: Any) -> SessionLog:
    """Return the session, written down now unless the same form was sent before (`key`).

    `values`: held_on, channel, minutes, topic, note, next_step. Raises MentorshipOver, SessionInFuture.
    """
    if values["held_on"] > today():
        raise SessionInFuture
    with transaction.atomic():
        known = Mentorship.objects.select_for_update().get(pk=mentorship.pk)
        session = SessionLog.objects.filter(mentorship=known, key=key).first()
        if session:
            return session
        if not known.is_live:
            raise MentorshipOver
        session = SessionLog.objects.create(mentorship=known, key=key, written_by=by, written_at=now(), **values)
        note_contact(known)
        tell_session(session)
        return session


def note_contact(mentorship: Mentorship) -> None:
    """End the silence: what the sweep did about it is over, and a pause ends by meeting."""
    mentorship.first_met_at = mentorship.first_met_at or now()
    mentorship.quiet_since, mentorship.nudged_at, mentorship.task_at = now(), None, None
    if mentorship.state == MentorshipState.PAUSED:
        mentorship.state = MentorshipState.ACTIVE
    mentorship.save(update_fields=["first_met_at", "quiet_since", "nudged_at", "task_at", "state"])


def confirm_session(session: SessionLog, *, by: Any) -> None:
    """Say that it was so. Twice is once. Raises OwnSession for who wrote it."""
    if not can_confirm_session(by, session):
        raise OwnSession
    SessionLog.objects.filter(pk=session.pk, confirmed_at__isnull=True).update(confirmed_at=now())


def is_fit_asked(mentorship: Mentorship, side: str) -> bool:
    """Say whether this side is asked now whether the two fit: after the second session, once."""
    answer = mentorship.mentor_fits if side == "mentor" else mentorship.mentee_fits
    return mentorship.is_live and answer is None and mentorship.sessions.count() >= FIT_AFTER
