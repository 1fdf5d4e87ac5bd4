"""What other rooms add to the queue of the phone, in their `ready()`: kinds of events, and what progress is told."""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sync.errors import EventUnreadable
from sync.states import EventState

__all__ = ["Event", "EventState", "EventUnreadable", "Kind", "Outcome", "register_event", "register_progress"]


@dataclass(frozen=True)
class Event:
    """One thing a person did on their phone. `made_at` is the phone's own clock: never a ground for a rule."""

    person: Any
    client_id: uuid.UUID
    kind: str
    made_at: dt.datetime
    body: Mapping[str, Any]
    files: tuple[str, ...] = ()
    prepared: Any = None


@dataclass(frozen=True)
class Outcome:
    """What became of an event, in words where the person has to know, and where to go next."""

    state: EventState = EventState.ACCEPTED
    message: str = ""
    next_path: str = ""


# Does what the event asks for, inside a transaction. A UserFault makes it refused: the person can mend it and send it
# again under the same id. EventUnreadable refuses without a trace. Anything else is ours, and the event comes again.
Apply = Callable[[Event], Outcome]
# Does what is slow, before the transaction: decoding photos would hold SQLite's one pen. May raise as `Apply` does.
Prepare = Callable[[Event], Any]
CollectProgress = Callable[[Any], object]


@dataclass(frozen=True)
class Kind:
    """How one kind of event is done."""

    apply: Apply
    prepare: Prepare | None = None


_kinds: dict[str, Kind] = {}
_progress: dict[str, CollectProgress] = {}


def register_event(kind: str, apply: Apply, *, prepare: Prepare | None = None) -> None:
    """Take events called `kind` from phones."""
    if kind in _kinds:
        raise ValueError(f"event {kind!r} is registered twice")
    _kinds[kind] = Kind(apply, prepare)


def register_progress(name: str, collect: CollectProgress) -> None:
    """Add `name` to the progress that phones get: what `collect` returns about a person, as JSON values."""
    if name in _progress:
        raise ValueError(f"progress {name!r} is registered twice")
    _progress[name] = collect


def kind_called(name: object) -> Kind:
    """Return the kind. Raises EventUnreadable: the phone may be newer than this server."""
    found = _kinds.get(name) if isinstance(name, str) else None
    if found is None:
        raise EventUnreadable
    return found


def progress_of(person: Any) -> dict[str, object]:
    """Return what the phone shows of the person's progress."""
    return {name: collect(person) for name, collect in _progress.items()}
