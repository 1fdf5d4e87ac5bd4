"""Tiers A, B, C of kecamatan: which holds on a day, and the order that queues follow."""

import datetime as dt
from typing import Any

from django.db.models import Case, IntegerField, Value, When

from core.clock import today
from reference.models import District, DistrictTier, Tier

BY_REMOTENESS = {
    District.Remoteness.REMOTE: Tier.A,
    District.Remoteness.MEDIUM: Tier.B,
    District.Remoteness.NEAR: Tier.C,
}
RANK = {Tier.A: 0, Tier.B: 1, Tier.C: 2}
NO_DISTRICT = 3  # who lives elsewhere comes after everybody


def tiers(day: dt.date | None = None) -> dict[str, Tier]:
    """Return the tier of every kecamatan by its code, on `day` (today if None). Two queries."""
    rows = District.objects.values_list("code", "remote")
    found = {code: BY_REMOTENESS[District.Remoteness(remote)] for code, remote in rows}
    begun = DistrictTier.objects.filter(valid_from__lte=day or today()).order_by("valid_from", "pk")
    return found | {code: Tier(tier) for code, tier in begun.values_list("district", "tier")}


def tier_rank(district: str) -> Case:
    """Return an expression to order rows by: 0 for tier A, 1 for B, 2 for C, 3 for what lies in no kecamatan.

    `district` leads from a row to its kecamatan, e.g. `person__village__district`. This is the one rule of every queue.
    """
    now = tiers()
    codes = {tier: [code for code, own in now.items() if own == tier] for tier in Tier}
    whens = [When(**{f"{district}__in": codes[tier]}, then=Value(rank)) for tier, rank in RANK.items() if codes[tier]]
    return Case(*whens, default=Value(NO_DISTRICT), output_field=IntegerField())


def set_tier(district: District, tier: Tier, *, valid_from: dt.date, reason: str, by: Any) -> DistrictTier:
    """Write down that `district` is of `tier` from a day on; what held before stays in the history.

    A form sent twice writes one row.
    """
    row, _ = DistrictTier.objects.get_or_create(
        district=district, tier=tier, valid_from=valid_from, reason=reason.strip(), defaults={"by": by}
    )
    return row
