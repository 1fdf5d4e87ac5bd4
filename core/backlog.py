"""How much work of a room waits, as plain figures for those who watch over it."""

import datetime as dt
from dataclasses import dataclass, field

from core.clock import now


@dataclass(frozen=True)
class Backlog:
    """Work that is due and not done. `oldest_s`: how long the oldest has been due; `stuck`: what people must mend.

    `states` counts all rows by state.
    """

    waiting: int
    oldest_s: float = 0.0
    stuck: int = 0
    states: dict[str, int] = field(default_factory=dict)


def seconds_since(moment: dt.datetime | None) -> float:
    """Return how long ago `moment` was, 0 for one that isn't there or lies ahead."""
    return max(0.0, (now() - moment).total_seconds()) if moment else 0.0
