"""The row of an event, written in SQL: in one statement it is there or was there, with no savepoint to go back to."""

from typing import Any

from django.db import connection

from core.clock import now
from sync.extensions import Event, Outcome
from sync.models import Device, PhoneEvent
from sync.states import EventState

TABLE = PhoneEvent._meta.db_table
NAMES = ("person_id", "client_id", "device_id", "kind", "made_at", "received_at", "state", "message", "next_path")
WRITE_SQL = f"""INSERT INTO {TABLE} ({", ".join(NAMES)}) VALUES ({", ".join(["%s"] * len(NAMES))})
ON CONFLICT (person_id, client_id) DO NOTHING"""  # noqa: S608  our own names, here and below
SETTLE_SQL = f"UPDATE {TABLE} SET state = %s, message = %s, next_path = %s WHERE person_id = %s AND client_id = %s"  # noqa: S608


def write_event(event: Event, device: Device) -> bool:
    """Write the event's row as accepted; say whether it is new. Waits for another request that writes the same."""
    moment = connection.ops.adapt_datetimefield_value
    values = [event.person.pk, _client_id(event), device.pk, event.kind, moment(event.made_at), moment(now())]
    with connection.cursor() as cursor:
        cursor.execute(WRITE_SQL, [*values, EventState.ACCEPTED.value, "", ""])
        return bool(cursor.rowcount)


def locked_outcome(event: Event) -> Outcome:
    """Return what became of an event that came before, its row locked until the transaction ends."""
    row = PhoneEvent.objects.select_for_update(no_key=True).get(person=event.person, client_id=event.client_id)
    return Outcome(EventState(row.state), row.message, row.next_path)


def note_outcome(event: Event, outcome: Outcome) -> None:
    """Note what became of the event whose row this transaction holds."""
    told = [outcome.state.value, outcome.message, outcome.next_path]
    with connection.cursor() as cursor:
        cursor.execute(SETTLE_SQL, [*told, event.person.pk, _client_id(event)])


def _client_id(event: Event) -> Any:
    return PhoneEvent._meta.get_field("client_id").get_db_prep_value(event.client_id, connection)
