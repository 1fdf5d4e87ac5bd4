"""Writes down many businesses at once, each with its owner: in a few statements, not in thousands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from businesses.models import Business, BusinessStatus, Membership, Need, StatusChange, YearFigures
from businesses.sizing import size_businesses
from core.clock import today


@dataclass(frozen=True)
class Entry:
    """One business: `values` are columns of Business, `figures` of YearFigures (with `year`), `needs` Need topics."""

    owner: Any
    values: Mapping[str, Any]
    figures: Mapping[str, Any] = field(default_factory=dict)
    needs: Sequence[str] = ()


@transaction.atomic
def register_businesses(entries: Sequence[Entry]) -> list[Business]:
    """Write `entries` down and return the businesses in their order. The caller has seen that they are new."""
    made = Business.objects.bulk_create([Business(**entry.values) for entry in entries])
    pairs = list(zip(made, entries, strict=True))
    Membership.objects.bulk_create([Membership(business=row, person=entry.owner) for row, entry in pairs])
    YearFigures.objects.bulk_create(
        [YearFigures(business=row, **entry.figures) for row, entry in pairs if entry.figures]
    )
    Need.objects.bulk_create([Need(business=row, topic=topic) for row, entry in pairs for topic in entry.needs])
    active = {"became": BusinessStatus.ACTIVE, "changed_on": today()}
    StatusChange.objects.bulk_create([StatusChange(business=row, **active) for row in made])
    size_businesses(Business.objects.filter(pk__in=[row.pk for row in made]))
    return made
