"""Reads what a phone sent into plain values; whatever is odd about it is EventUnreadable or BatchUnreadable."""

import datetime as dt
import json
import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sync.errors import BatchTooLarge, BatchUnreadable, EventUnreadable
from sync.extensions import Event, kind_called

MOST_EVENTS = 50
MOST_FILES = 10
MOST_ID = 2**31 - 1  # of a row that a phone may name
YEARS = range(1970, 9999)  # a phone without a battery begins anew in 1970; beyond, no time zone can be counted with
SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Batch:
    """What one request carries; the events are still as they came."""

    account: object
    device: uuid.UUID
    events: list[object]


def read_batch(data: bytes) -> Batch:
    """Return the batch. Raises BatchUnreadable, BatchTooLarge."""
    told = read_json(data)
    events = told.get("events")
    if not isinstance(events, list):
        raise BatchUnreadable
    if len(events) > MOST_EVENTS:
        raise BatchTooLarge
    try:
        return Batch(told.get("account"), uuid_in(told, "device"), events)
    except EventUnreadable as error:
        raise BatchUnreadable from error


def read_json(data: bytes) -> dict[str, Any]:
    """Return the object in `data`. Raises BatchUnreadable."""
    try:
        told = json.loads(data, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise BatchUnreadable from error
    if not isinstance(told, dict):
        raise BatchUnreadable
    return told


def read_event(raw: object, *, person: Any) -> Event:
    """Return the event of `person`. Raises EventUnreadable."""
    if not isinstance(raw, dict) or not is_storable(raw):
        raise EventUnreadable
    body = raw.get("body")
    kind_called(raw.get("kind"))
    if not isinstance(body, dict):
        raise EventUnreadable
    return Event(
        person=person,
        client_id=uuid_in(raw, "id"),
        kind=text_in(raw, "kind"),
        made_at=_moment(raw.get("made_at")),
        body=body,
        files=_files(raw.get("files", [])),
    )


def is_storable(told: object) -> bool:
    """Say whether nobody would choke on its texts: half a surrogate pair is valid JSON and no valid text."""
    try:
        json.dumps(told, ensure_ascii=False).encode()
    except (UnicodeEncodeError, RecursionError):
        return False
    return True


def id_of(raw: object) -> str:
    """Return the id that a phone gave its event, as it wrote it, so that it finds the answer again."""
    found = raw.get("id") if isinstance(raw, dict) else None
    return found[:64] if isinstance(found, str) else ""


def files_named(sent: Iterable[object]) -> set[str]:
    """Return the names of all photos that these events ask for, as far as they can be read."""
    lists = (raw.get("files") for raw in sent if isinstance(raw, dict))
    return {name for names in lists if isinstance(names, list) for name in names if isinstance(name, str)}


def text_in(told: Mapping[str, Any], name: str) -> str:
    """Return the text called `name`. Raises EventUnreadable."""
    found = told.get(name)
    if not isinstance(found, str):
        raise EventUnreadable
    return found


def number_in(told: Mapping[str, Any], name: str, *, most: int = MOST_ID) -> int:
    """Return the whole number called `name`, from 0 to `most`. Raises EventUnreadable."""
    found = told.get(name)
    if not isinstance(found, int) or isinstance(found, bool) or not 0 <= found <= most:
        raise EventUnreadable
    return found


def uuid_in(told: Mapping[str, Any], name: str) -> uuid.UUID:
    """Return the id called `name`. Raises EventUnreadable."""
    try:
        return uuid.UUID(text_in(told, name))
    except ValueError as error:
        raise EventUnreadable from error


def _moment(found: object) -> dt.datetime:
    try:
        moment = dt.datetime.fromisoformat(found) if isinstance(found, str) else None
    except ValueError as error:
        raise EventUnreadable from error
    if moment is None or moment.tzinfo is None or moment.year not in YEARS:
        raise EventUnreadable
    return moment


def _files(found: object) -> tuple[str, ...]:
    if not isinstance(found, list) or len(found) > MOST_FILES:
        raise EventUnreadable
    if not all(isinstance(name, str) and SHA256.fullmatch(name) for name in found):
        raise EventUnreadable
    return tuple(dict.fromkeys(found))


def _no_number(name: str) -> None:
    raise ValueError(name)  # NaN and Infinity, which JSON doesn't know
