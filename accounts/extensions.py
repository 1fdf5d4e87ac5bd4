"""What other rooms add to accounts, in their `ready()`."""

from collections.abc import Callable
from typing import Any

# Returns plain values (dicts, lists, strings, numbers, dates) about the person it is given.
OwnData = Callable[[Any], object]

# Returns the people whom the reader it is given may see as a queryset; None for everybody.
Reach = Callable[[Any], Any]

_own_data: dict[str, OwnData] = {}
_reaches: dict[str, Reach] = {}


def register_own_data(name: str, collect: OwnData) -> None:
    """Add a part to the file in which a person downloads their own data; `name` is its Indonesian heading."""
    if name in _own_data:
        raise ValueError(f"own data {name!r} is registered twice")
    _own_data[name] = collect


def own_data_parts() -> dict[str, OwnData]:
    """Return the registered parts by name."""
    return dict(_own_data)


def register_reach(name: str, find: Reach) -> None:
    """Limit whom readers see in lists of people and of learning, e.g. to their kecamatan."""
    if name in _reaches:
        raise ValueError(f"reach {name!r} is registered twice")
    _reaches[name] = find


def reaches() -> list[Reach]:
    """Return what is registered."""
    return list(_reaches.values())
