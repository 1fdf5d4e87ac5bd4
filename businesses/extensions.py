"""What other rooms tell about businesses, in their `ready()`."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping

# Takes ids of people; returns for those who did something (learned, were visited) the day they last did.
LastSeen = Callable[[Collection[int]], Mapping[int, dt.date]]

_signs: dict[str, LastSeen] = {}


def register_sign_of_life(name: str, find: LastSeen) -> None:
    """Let what people do elsewhere count as a sign that their business lives."""
    if name in _signs:
        raise ValueError(f"sign of life {name!r} is registered twice")
    _signs[name] = find


def signs_of_life() -> dict[str, LastSeen]:
    """Return what is registered, by name."""
    return dict(_signs)
