"""Pausing, completing and ending a mentorship; nobody is blamed, and the mentee may have another mentor at once."""

from typing import Any

from django.db import transaction

from core.clock import now
from mentoring.applying import leave_as_mentor, look_again
from mentoring.asking import stop_asking
from mentoring.errors import ReasonUnknown
from mentoring.models import LIVE_STATES, EndReason, MenteeProfile, MentorProfile, Mentorship, MentorshipState
from mentoring.moving import move_mentorship
from mentoring.passing_on import pass_on_later
from mentoring.telling import both, tell

BY_PEOPLE = (EndReason.FIT, EndReason.TIME, EndReason.MOVED)


def answer_fit(mentorship: Mentorship, side: str, *, fits: bool) -> None:
    """Keep what one side says after the second session; the other side never reads it."""
    Mentorship.objects.filter(pk=mentorship.pk).update(**{f"{side}_fits": fits})


def pause(mentorship: Mentorship) -> None:
    """Pause. Raises MentorshipOver."""
    move_mentorship(mentorship, MentorshipState.PAUSED)


def resume(mentorship: Mentorship) -> None:
    """Go on; silence is counted from now. Raises MentorshipOver."""
    values = {"quiet_since": now(), "nudged_at": None, "task_at": None}
    move_mentorship(mentorship, MentorshipState.ACTIVE, **values)


def complete(mentorship: Mentorship) -> None:
    """The goals are reached. Raises MentorshipOver."""
    _end(mentorship, MentorshipState.COMPLETED, EndReason.REACHED)


def end(mentorship: Mentorship, *, reason: str) -> None:
    """End it for one of the reasons that people may give. The mentee waits for the next. Raises ReasonUnknown."""
    if reason not in BY_PEOPLE:
        raise ReasonUnknown
    _end(mentorship, MentorshipState.ENDED, EndReason(reason))


def end_by_office(mentorship: Mentorship, *, reason: EndReason) -> None:
    """End it for the office. Raises MentorshipOver."""
    _end(mentorship, MentorshipState.ENDED, reason)


def _end(mentorship: Mentorship, state: MentorshipState, reason: EndReason) -> None:
    with transaction.atomic():
        move_mentorship(mentorship, state, ended_at=now(), end_reason=reason)
        for person in both(mentorship):
            tell("mentor_berakhir", person, f"{mentorship.pk}:{person.pk}")
        look_again()


def look_for_another(mentee: MenteeProfile) -> None:
    """The mentee asks for the next mentor after an end: one is offered by itself if there is one."""
    with transaction.atomic():
        MenteeProfile.objects.filter(pk=mentee.pk).update(asked_at=now(), unmatched_reason="")
        pass_on_later(mentee.pk)


def withdraw_person(person: Any) -> None:
    """Take a person out of mentoring altogether: offers, pairs and consent, on either side."""
    with transaction.atomic():
        mentor = MentorProfile.objects.filter(person=person).first()
        mentee = MenteeProfile.objects.filter(person=person).first()
        if mentor:
            end_all_of(mentor=mentor)
            leave_as_mentor(mentor)
        if mentee:
            end_all_of(mentee=mentee)
            stop_asking(mentee)


def end_all_of(**side: Any) -> None:
    """End every live pair of a mentor or a mentee who leaves."""
    for mentorship in Mentorship.objects.filter(state__in=LIVE_STATES, **side):
        _end(mentorship, MentorshipState.ENDED, EndReason.LEFT)
        if "mentor" in side:
            pass_on_later(mentorship.mentee_id)
