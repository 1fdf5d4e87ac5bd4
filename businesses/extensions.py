"""What other rooms tell about businesses, in their `ready()`, and what they are told when two become one."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from typing import Any

# Takes ids of people; returns for those who did something (learned, were visited) the day they last did.
LastSeen = Callable[[Collection[int]], Mapping[int, dt.date]]

# Takes the business that stays and the one that goes, in a transaction; leaves nothing that matters at the second.
Carry = Callable[[Any, Any], None]

_merges: dict[str, Carry] = {}
_signs: dict[str, LastSeen] = {}


def register_sign_of_life(name: str, find: LastSeen) -> None:
    """Let what people do elsewhere count as a sign that their business lives."""
    if name in _signs:
        raise ValueError(f"sign of life {name!r} is registered twice")
    _signs[name] = find


def signs_of_life() -> dict[str, LastSeen]:
    """Return what is registered, by name."""
    return dict(_signs)


def register_merge(name: str, carry: Carry) -> None:
    """Have a link to a business carried over when it is merged into another.

    `name` is that of the link, `app.Model.field`: a test walks every foreign key to Business and misses what
    is not here.
    """
    if name in _merges:
        raise ValueError(f"merge {name!r} is registered twice")
    _merges[name] = carry


def merges() -> dict[str, Carry]:
    """Return what is registered, by name."""
    return dict(_merges)
