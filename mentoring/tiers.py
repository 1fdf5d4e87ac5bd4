"""How far a district is: its tier of priority, and the way between two districts.

Stands in until the office's dated table of tiers and travel is there; everything that asks, asks here.
"""

import math
from typing import Any

TIERS = ("A", "B", "C")
OFFER_DAYS, OFFER_DAYS_REMOTE = 5, 10
DETOUR = 1.45  # ways are longer than lines (measured on the synthetic district, reference/matching.md section 2)
KM_H_ROAD, KM_H_RIVER = 35, 12
EARTH_KM = 6371.0
ROAD, RIVER = 0, 1


def tier_of(district: Any) -> str:
    """Return `A` (remote, helped first), `B` or `C` of a district; `C` where the district isn't known."""
    return TIERS[2 - district.remote] if district is not None else "C"


def tier_number(remote: int | None) -> int:
    """Return 0 for tier A, 1 for B, 2 for C, from the district's remoteness (2, 1, 0)."""
    return 2 - remote if remote is not None else 2


def offer_days(district: Any) -> int:
    """Return how many days an offer stays open: longer where signal and roads are scarce."""
    return OFFER_DAYS_REMOTE if tier_of(district) == "A" else OFFER_DAYS


def way_between(one: Any, other: Any) -> tuple[int, int]:
    """Return minutes and kind (ROAD or RIVER) of the way between two districts; -1 minutes where no point is known.

    An estimate: the line between their centres, by the slower kind of access; within a district half an hour.
    """
    kind = RIVER if "sungai" in f"{one.access} {other.access}" else ROAD
    if one.pk == other.pk:
        return 30, ROAD
    if None in (one.latitude, one.longitude, other.latitude, other.longitude):
        return -1, kind
    speed = KM_H_RIVER if kind == RIVER else KM_H_ROAD
    return round(_line_km(one, other) * DETOUR / speed * 60), kind


def _line_km(one: Any, other: Any) -> float:
    """Return the great-circle distance."""
    north, east = (math.radians(float(value)) for value in (one.latitude, one.longitude))
    to_north, to_east = (math.radians(float(value)) for value in (other.latitude, other.longitude))
    half = math.sin((to_north - north) / 2) ** 2
    half += math.cos(north) * math.cos(to_north) * math.sin((to_east - east) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(half))
