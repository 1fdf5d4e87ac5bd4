"""What other rooms report about kecamatan, in their `ready()`: how far their work reached, where things are sold."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Share:
    """`part` out of `whole`, both counts of businesses or people; a `whole` of 0 is nothing known."""

    part: int
    whole: int


# Returns by code of the kecamatan what is known there; a kecamatan of which nothing is known is left out.
Find = Callable[[], Mapping[str, Share]]


@dataclass(frozen=True)
class Report:
    """`words` completes `3 dari 40 …`, e.g. `usaha sudah dikunjungi`."""

    words: str
    find: Find


_coverage: dict[str, Report] = {}
_markets: dict[str, Report] = {}


def register_coverage(name: str, report: Report) -> None:
    """Let a room say which part of those it serves it has reached so far, by kecamatan."""
    _register(_coverage, name, report)


def register_markets(name: str, report: Report) -> None:
    """Let a room say which part of the businesses sells beyond its village, by kecamatan."""
    _register(_markets, name, report)


def coverage_reports() -> list[Report]:
    """Return what is registered, in its order."""
    return list(_coverage.values())


def market_reports() -> list[Report]:
    """Return what is registered, in its order."""
    return list(_markets.values())


def _register(kept: dict[str, Report], name: str, report: Report) -> None:
    if name in kept:
        raise ValueError(f"report {name!r} is registered twice")
    kept[name] = report
