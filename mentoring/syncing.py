"""Sessions that phones send from where there is no signal; the act keeps the rules, the event's id makes it once."""

from typing import Any

from core.errors import UserFault
from mentoring.errors import MentorshipOver, NotYourPair, SessionUnclear
from mentoring.forms import SessionForm
from mentoring.meeting import log_session
from mentoring.models import LIVE_STATES, Mentorship
from mentoring.permissions import can_see_pair
from mentoring.telling import HOME, pair_path
from sync.extensions import Event, EventState, Outcome, register_event, register_progress
from sync.public import number_in, text_in, uuid_in


def register() -> None:
    """Tell the queue what this room takes and what phones show of it."""
    register_event("mentor_session", take_session)
    register_progress("mentoring", pairs_for_phone)


def take_session(event: Event) -> Outcome:
    """Write the session down. One of a pair that is over came too late; what can be mended is refused with why."""
    mentorship = own_pair(event.person, number_in(event.body, "pair"))
    if mentorship is None:
        return Outcome(EventState.LATE, NotYourPair().message, HOME)
    names = ("held_on", "channel", "minutes", "topic", "note", "next_step")
    form = SessionForm({name: text_in(event.body, name) for name in names}, mentorship=mentorship)
    way = pair_path(mentorship)
    try:
        if not form.is_valid():
            raise SessionUnclear(reason=next(iter(form.errors.values()))[0])
        log_session(mentorship, form.values(), key=uuid_in(event.body, "key"), by=event.person)
    except MentorshipOver as fault:
        return Outcome(EventState.LATE, fault.message, way)
    except UserFault as fault:
        return Outcome(EventState.REFUSED, fault.message, f"{way}catat/")
    return Outcome(EventState.ACCEPTED, "", way)


def own_pair(person: Any, pk: int) -> Mentorship | None:
    """Return the pair if the person is one of the two."""
    mentorship = Mentorship.objects.select_related("mentor__person", "mentee__person").filter(pk=pk).first()
    return mentorship if mentorship and can_see_pair(person, mentorship) else None


def pairs_for_phone(person: Any) -> list[dict[str, object]]:
    """Return the live pairs of a person, as the phone needs them to draw the form without a signal."""
    rows = Mentorship.objects.filter(state__in=LIVE_STATES).select_related("mentor__person", "mentee__person")
    return [
        {"id": row.pk, "name": other_of(person, row).full_name, "topics": topics_of(row)}
        for row in [*rows.filter(mentor__person=person), *rows.filter(mentee__person=person)]
    ]


def topics_of(mentorship: Mentorship) -> list[list[object]]:
    """Return the goals as choices of a form."""
    return [[goal.topic, goal.get_topic_display()] for goal in mentorship.goals.all()]


def other_of(person: Any, mentorship: Mentorship) -> Any:
    """Return the other of the two."""
    return mentorship.mentee.person if mentorship.mentor.person_id == person.pk else mentorship.mentor.person
