"""Whether a business is proposed as leading (IKM unggulan), and why. Plain values in, plain values out.

Four criteria, each by a number of the office: workers drawn in, local raw material, local suppliers, markets beyond the
village. What is not known does not count as met, and is said to be unknown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from businesses.models.business import Origin
from core.wording import within_sentence

NEAREST_FIRST = list(Origin)


class LeadingNumbers(Protocol):
    """The office's numbers (`LeadingRule`)."""

    workers_min: int
    material_within: str
    suppliers_min: int
    markets_min: int
    met_min: int


@dataclass(frozen=True)
class LeadingFacts:
    """What is known; None or an empty origin is unknown. `markets`: ways of selling beyond the village, 0 to 4."""

    workers: int | None
    origin: str
    suppliers: int | None
    markets: int


@dataclass(frozen=True)
class Criterion:
    """One criterion: met, not met, or (None) unknown; `words` say which and why."""

    is_met: bool | None
    words: str


@dataclass(frozen=True)
class Proposal:
    """What follows: proposed or not, and each criterion in the order of the rule."""

    is_proposed: bool
    criteria: Sequence[Criterion]


def propose(facts: LeadingFacts, rule: LeadingNumbers) -> Proposal:
    """Return whether enough criteria are met."""
    criteria = [
        _at_least(facts.workers, rule.workers_min, "tenaga kerja", "Tenaga kerja"),
        _near_enough(facts.origin, rule.material_within),
        _at_least(facts.suppliers, rule.suppliers_min, "pemasok setempat", "Pemasok setempat"),
        _at_least(facts.markets, rule.markets_min, "pasar di luar desa", "Pasar di luar desa"),
    ]
    met = sum(criterion.is_met is True for criterion in criteria)
    return Proposal(met >= rule.met_min, criteria)


def _at_least(value: int | None, least: int, words: str, start: str) -> Criterion:
    if value is None:
        return Criterion(None, f"{start} belum diketahui (batas {least}).")
    if value >= least:
        return Criterion(True, f"{value} {words}, memenuhi batas {least}.")
    return Criterion(False, f"{value} {words}, kurang dari batas {least}.")


def _near_enough(origin: str, within: str) -> Criterion:
    if not origin:
        return Criterion(None, "Asal bahan baku belum diketahui.")
    is_near = NEAREST_FIRST.index(Origin(origin)) <= NEAREST_FIRST.index(Origin(within))
    words = f"Bahan baku dari {within_sentence(Origin(origin).label)}"
    if origin in {Origin.REGENCY, Origin.PROVINCE}:
        words = f"Bahan baku dari {Origin(origin).label}"
    return Criterion(is_near, f"{words}, {'memenuhi' if is_near else 'di luar'} batas: {Origin(within).label}.")
