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
from sync.extensions import Event, Outcome, kind_called
from sync.keeping import forget_files
from sync.models import Device, PhoneEvent
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
        outcome = _prepared(event)
        row = _settle(event, outcome, device, needed)
    except EventUnreadable as fault:
        return Result(id_of(raw), EventState.REFUSED, fault.message)
    return Result(id_of(raw), row.state, row.message, row.next_path)


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


@transaction.atomic
def _settle(event: Event, prepared: Event | Outcome, device: Device, needed: set[str]) -> PhoneEvent:
    """Do the event unless that was done; return its row with what became of it. Photos that are `needed` stay.

    The row comes first: a second request with the same event waits at its unique id until this one is over.
    """
    row, is_new = PhoneEvent.objects.get_or_create(
        person=event.person,
        client_id=event.client_id,
        defaults={"device": device, "kind": event.kind, "made_at": event.made_at, "received_at": now()},
    )
    if not is_new:
        row = PhoneEvent.objects.select_for_update(no_key=True).get(pk=row.pk)
        if row.is_settled:
            return row
    outcome = prepared if isinstance(prepared, Outcome) else _applied(prepared)
    row.state, row.message, row.next_path = outcome.state, outcome.message, outcome.next_path
    row.save(update_fields=["state", "message", "next_path"])
    if row.is_settled:
        forget_files(event.person, set(event.files) - needed)
    return row


def _applied(event: Event) -> Outcome:
    """Do it; a UserFault undoes it and is what the person reads."""
    try:
        with transaction.atomic():
            return kind_called(event.kind).apply(event)
    except EventUnreadable:
        raise
    except UserFault as fault:
        return Outcome(EventState.REFUSED, fault.message)


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
