"""The code on the officer's screen: signed, bound to one meeting, and worth nothing a few minutes later."""

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.core.signing import BadSignature, TimestampSigner
from django.urls import reverse

from core.clock import now
from courses.addresses import full_address
from courses.cohorts.errors import CodeExpired
from courses.models import Meeting

SCANNED = "attendance_scan"  # [meeting, when] in the session of somebody who still has to sign in


def code_address(meeting: Meeting) -> str:
    """Return the address that a phone's camera opens; good for `COURSES_ATTENDANCE_CODE_SECONDS`."""
    return full_address(reverse("attend", args=[_signer().sign(str(meeting.pk))]))


def read_code(code: str) -> int:
    """Return the meeting's id. Raises CodeExpired for an old code and for one that isn't ours."""
    try:
        return int(_signer().unsign(code, max_age=settings.COURSES_ATTENDANCE_CODE_SECONDS))
    except BadSignature as error:
        raise CodeExpired from error


def _signer() -> TimestampSigner:
    """Return what signs codes; made when asked: a server without a secret key must still be told so."""
    return TimestampSigner(salt="courses.attendance")


def keep_scan(session: SessionBase, meeting_id: int) -> None:
    """Remember a scan in time, so that a slow sign-in doesn't cost the learner their mark."""
    session[SCANNED] = [meeting_id, now().timestamp()]


def kept_scan(session: SessionBase) -> int | None:
    """Return the meeting that this session scanned before it signed in, while that still counts."""
    meeting_id, moment = session.get(SCANNED, [None, 0.0])
    is_fresh = now().timestamp() - moment <= settings.COURSES_ATTENDANCE_SIGN_IN_SECONDS
    return meeting_id if is_fresh else None
