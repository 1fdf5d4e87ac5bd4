"""The priority index: whom to reach first, by the way there, markets, signal and how far services have come so far.

Each part lies between 0 (nothing in the way) and 1 (hardest to reach); the index is their mean by the weights, times
100. Part, weights and sentences are all kept with the published edition, so that anybody can follow the order.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Q

from reference.extensions import Report, Share, coverage_reports, market_reports
from reference.models import District, PriorityEdition, Season, Tier
from reference.tiers import RANK, tiers
from reference.travelling import duration, hours_to_seat, rounded

PARTS = {
    "travel": "waktu tempuh",
    "market": "akses pasar",
    "signal": "sinyal",
    "coverage": "jangkauan layanan",
}
FEWEST = 5  # of fewer businesses or people no share is told: it would tell of single ones


@dataclass(frozen=True)
class Part:
    """One part of the index: `value` from 0 to 1, and the sentence that says why."""

    value: float
    words: str


@dataclass(frozen=True)
class Ranked:
    """One kecamatan in the order. `points` run from 0 to 100, one decimal; `parts` by name as in PARTS."""

    code: str
    name: str
    tier: Tier
    points: float
    parts: dict[str, Part]

    @property
    def reasons(self) -> list[str]:
        """Return the sentences."""
        return [part.words for part in self.parts.values()]


def rank_districts(weights: PriorityEdition) -> list[Ranked]:
    """Return all kecamatan, the first to reach on top, as it is today with `weights` (saved or not).

    Two queries for places, two for tiers, one for each report of another room.
    """
    parts, now = parts_of_districts(), tiers()
    rows = [
        Ranked(district.code, district.name, now[district.code], points_of(found, weights), found)
        for district, found in parts.items()
    ]
    return sorted(rows, key=lambda row: (-row.points, RANK[row.tier], row.name))


def points_of(parts: Mapping[str, Part], weights: PriorityEdition) -> float:
    """Return the index of one kecamatan, 0 to 100, one decimal. The weights need not sum up to anything."""
    total = sum(getattr(weights, name) for name in PARTS)
    return round(100 * sum(getattr(weights, name) * parts[name].value for name in PARTS) / total, 1) if total else 0.0


def parts_of_districts() -> dict[District, dict[str, Part]]:
    """Return the parts of every kecamatan."""
    blank = Count("villages", filter=Q(villages__blankspot_reported=True))
    rows = list(District.objects.annotate(village_count=Count("villages"), blank_count=blank))
    longest = max((hours_of(row) or 0 for row in rows), default=0)
    covered, sold = shares(coverage_reports()), shares(market_reports())
    return {
        row: {
            "travel": travel_part(row, longest),
            "market": market_part(row, sold[row.code]),
            "signal": signal_part(row.blank_count, row.village_count),
            "coverage": coverage_part(covered[row.code]),
        }
        for row in rows
    }


def hours_of(district: District) -> float | None:
    """Return the mean of both seasons' hours to Sangatta; None where the office has written none down."""
    known = [hours for season in Season if (hours := hours_to_seat(district, season)) is not None]
    return sum(known) / len(known) if known else None


def travel_part(district: District, longest: float) -> Part:
    """Return hours as a part of the longest way there is; the unknown way counts by remoteness."""
    hours = hours_of(district)
    if hours is None or not longest:
        return Part(district.remote / 2, f"Waktu tempuh belum didata; keterpencilan: {district.get_remote_display()}.")
    return Part(hours / longest, f"Perjalanan dari Sangatta sekitar {duration(rounded(hours * 60))} (perkiraan).")


def signal_part(blank: int, villages: int) -> Part:
    """Return the part of villages once reported to be without signal."""
    if not blank:
        return Part(0.0, "Tidak ada desa yang dilaporkan tanpa sinyal.")
    return Part(blank / villages, f"{blank} dari {villages} desa pernah dilaporkan tanpa sinyal.")


def market_part(district: District, sold: Iterable[tuple[Report, Share]]) -> Part:
    """Return the part of businesses that do not sell beyond their village; too few known count by remoteness."""
    told = [(report, share) for report, share in sold if share.whole >= FEWEST]
    if not told:
        return Part(district.remote / 2, "Pemasaran usaha belum cukup didata; dihitung dari keterpencilan.")
    words = "; ".join(f"{_percent(share)} {report.words}" for report, share in told)
    return Part(1 - _mean(told), f"{words[0].upper()}{words[1:]}.")


def coverage_part(covered: Iterable[tuple[Report, Share]]) -> Part:
    """Return the part not reached so far, the mean over the rooms; with nothing known nobody counts as reached."""
    told = [(report, share) for report, share in covered if share.whole >= FEWEST]
    if not told:
        return Part(1.0, "Jangkauan layanan belum cukup didata; dihitung belum terjangkau.")
    words = "; ".join(f"{_percent(share)} {report.words}" for report, share in told)
    return Part(1 - _mean(told), f"{words[0].upper()}{words[1:]}.")


def shares(reports: Iterable[Report]) -> dict[str, list[tuple[Report, Share]]]:
    """Return by kecamatan what the rooms report."""
    found: dict[str, list[tuple[Report, Share]]] = defaultdict(list)
    for report in reports:
        for code, share in report.find().items():
            found[code].append((report, share))
    return found


def current_weights() -> PriorityEdition:
    """Return the newest edition; before the first an unsaved one with the weights proposed."""
    return PriorityEdition.objects.first() or PriorityEdition()


@transaction.atomic
def publish_order(weights: PriorityEdition, *, by: Any) -> PriorityEdition:
    """Keep today's order by `weights` as a new edition, which the public page shows from now on."""
    weights.pk, weights.by = None, by
    weights.order = [
        {**asdict(row), "parts": {name: part.value for name, part in row.parts.items()}, "reasons": row.reasons}
        for row in rank_districts(weights)
    ]
    weights.save(force_insert=True)
    return weights


def publish_demo_order(by: Any) -> None:
    """Publish the proposed weights in the name of a demo person, unless an edition is there already."""
    if not PriorityEdition.objects.exists():
        publish_order(PriorityEdition(reason="Contoh: bobot usulan, belum ditetapkan dinas."), by=by)


def remove_demo_orders() -> None:
    """Delete the editions that demo people published; before those people go."""
    PriorityEdition.objects.filter(by__is_demo=True).delete()


def _mean(told: list[tuple[Report, Share]]) -> float:
    return sum(share.part / share.whole for _, share in told) / len(told)


def _percent(share: Share) -> str:
    return f"{round(100 * share.part / share.whole)}%"
