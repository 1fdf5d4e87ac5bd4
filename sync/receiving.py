"""Takes the events of a phone one after another, each exactly once, each in a transaction of its own."""

import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction

from core.clock import now
from core.errors import UserFault
from sync.errors import EventUnreadable
from sync.event_rows import locked_outcome, note_outcome, write_event
from sync.extensions import Event, Outcome, kind_called
from sync.keeping import forget_files
from sync.models import Device
from sync.reading import files_named, id_of, read_event
from sync.states import EventState

logger = logging.getLogger(__name__)
SEEN_EVERY_S = 3600  # a phone's last sign of life is written no more often


@dataclass(frozen=True)
class Result:
    """The answer to one event."""

    id: str
    state: str
    message: str = ""
    next_path: str = ""

    def as_json(self) -> dict[str, str]:
        """Return it as phones read it."""
        return {"id": self.id, "state": self.state, "message": self.message, "next": self.next_path}


@dataclass(frozen=True)
class Received:
    """The answers, in order; `is_whole` unless we failed at the event after the last of them."""

    results: list[Result]
    is_whole: bool = True


def receive(person: Any, device: Device, sent: Sequence[object]) -> Received:
    """Do what the events ask for, in order, and stop where we fail: that one and those behind it come again."""
    note_use(device)
    results: list[Result] = []
    for number, raw in enumerate(sent, start=1):
        try:
            results.append(_take(person, device, raw, needed=files_named(sent[number:])))
        except Exception:  # whatever went wrong, what came before it stands and is answered
            logger.exception("an event of a phone failed")
            return Received(results, is_whole=False)
    return Received(results)


def _take(person: Any, device: Device, raw: object, *, needed: set[str]) -> Result:
    """Do one event. One that can't be read leaves no trace: a newer server may understand it."""
    try:
        event = read_event(raw, person=person)
        outcome = _settled(event, _prepared(event), device, needed)
    except EventUnreadable as fault:
        return Result(id_of(raw), EventState.REFUSED, fault.message)
    return Result(id_of(raw), outcome.state, outcome.message, outcome.next_path)


def _prepared(event: Event) -> Event | Outcome:
    """Return the event with what it needs, or why it can't be done."""
    prepare = kind_called(event.kind).prepare
    if prepare is None:
        return event
    try:
        return replace(event, prepared=prepare(event))
    except EventUnreadable:
        raise
    except UserFault as fault:
        return Outcome(EventState.REFUSED, fault.message)


def _settled(event: Event, prepared: Event | Outcome, device: Device, needed: set[str]) -> Outcome:
    """Do the event unless that was done; return what became of it. A UserFault undoes it and is what the person reads.

    Undone is the whole transaction, the row with it: a savepoint for each event would cost every one of them more.
    """
    try:
        return _settle(event, prepared, device, needed)
    except EventUnreadable:
        raise
    except UserFault as fault:
        return _settle(event, Outcome(EventState.REFUSED, fault.message), device, needed)


@transaction.atomic
def _settle(event: Event, prepared: Event | Outcome, device: Device, needed: set[str]) -> Outcome:
    """Do the event and note what became of it, unless that was done. Photos that are `needed` stay.

    The row comes first: a second request with the same event waits at its unique id until this one is over.
    """
    if not write_event(event, device):
        earlier = locked_outcome(event)
        if earlier.state != EventState.REFUSED:
            return earlier
    outcome = prepared if isinstance(prepared, Outcome) else kind_called(event.kind).apply(prepared)
    note_outcome(event, outcome)
    if outcome.state != EventState.REFUSED:
        forget_files(event.person, set(event.files) - needed)
    return outcome


def device_of(person: Any, key: uuid.UUID) -> Device:
    """Return the person's phone, which becomes known by its first sign of life."""
    moment = now()
    device, _ = Device.objects.get_or_create(
        person=person, key=key, defaults={"first_seen_at": moment, "last_seen_at": moment}
    )
    return device


def note_use(device: Device) -> None:
    """Note that the phone is in use, not more often than `SEEN_EVERY_S`."""
    moment = now()
    if (moment - device.last_seen_at).total_seconds() > SEEN_EVERY_S:
        device.last_seen_at = moment
        device.save(update_fields=["last_seen_at"])
