"""The door of the room `reference`: places, sectors and topics, in alphabetical order; ways, tiers and priority."""

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet

from reference.mapping import Mark, draw_map
from reference.models import District, IndustryRule, MsmeRule, PriorityEdition, Regency, Sector, Tier, Topic, Village
from reference.prioritising import publish_demo_order, remove_demo_orders
from reference.tiers import tier_rank, tiers
from reference.travelling import Travel, travel, travels_from

HOME_REGENCY = "64.08"

__all__ = [
    "HOME_REGENCY",
    "Mark",
    "Tier",
    "Travel",
    "districts",
    "draw_map",
    "industry_rule",
    "msme_rule",
    "publish_demo_order",
    "published_order",
    "regencies",
    "remove_demo_orders",
    "sectors",
    "tier_rank",
    "tiers",
    "topics",
    "travel",
    "travels_from",
    "villages",
    "villages_named",
]


def regencies(*, outside: bool = False) -> QuerySet[Regency]:
    """Return the kabupaten and kota of the province; with `outside`, all but Kutai Timur."""
    found = Regency.objects.all()
    return found.exclude(code=HOME_REGENCY) if outside else found


def districts() -> QuerySet[District]:
    """Return the 18 kecamatan of Kutai Timur."""
    return District.objects.all()


def villages() -> QuerySet[Village]:
    """Return the 141 desa and kelurahan with their kecamatan, ordered by kecamatan and name."""
    return Village.objects.select_related("district").order_by("district__name", "name")


def villages_named(name: str, *, district: str = "") -> QuerySet[Village]:
    """Return villages called `name` (any case), within the kecamatan `district` if given: Kongbeng or Kombeng."""
    found = villages().filter(name__iexact=name.strip())
    if district.strip():
        wanted = district.strip()
        found = found.filter(Q(district__name__iexact=wanted) | Q(district__official_name__iexact=wanted))
    return found


def sectors() -> QuerySet[Sector]:
    """Return the lines of products an IKM may work in."""
    return Sector.objects.all()


def topics() -> QuerySet[Topic]:
    """Return the topics of courses."""
    return Topic.objects.all()


def industry_rule(day: dt.date) -> IndustryRule | None:
    """Return the rule for industri kecil, menengah, besar that held on `day`; None before the first."""
    return IndustryRule.objects.filter(valid_from__lte=day).first()


def msme_rule(day: dt.date) -> MsmeRule | None:
    """Return the rule for usaha mikro, kecil, menengah that held on `day`; None before the first."""
    return MsmeRule.objects.filter(valid_from__lte=day).first()


def published_order() -> list[dict[str, Any]]:
    """Return the published order of kecamatan, the first to reach on top: `code`, `name`, `tier`, `points`, `reasons`.

    Empty until the office has published one.
    """
    edition = PriorityEdition.objects.first()
    return list(edition.order) if edition else []
