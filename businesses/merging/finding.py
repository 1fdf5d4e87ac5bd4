"""Businesses that may be one: same NIB, same name in the same village, same owner (whose number is theirs alone)."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import Lower, Trim

from businesses.legal_numbers import NumberKind
from businesses.models import Business, DistinctPair, LegalNumber, Membership
from businesses.permissions import visible_businesses
from businesses.studio.finding import search_businesses

MOST_OF_A_KIND = 20  # a number that more businesses have is a placeholder, or an association's


@dataclass(frozen=True)
class Pair:
    """Two businesses, the older first, and why they may be one."""

    first: int
    second: int
    reasons: tuple[str, ...]


def candidates(reader: Any, words: str = "") -> list[Pair]:
    """Return the pairs of which `reader` may see both and that nobody called different; those with most reasons first.

    With `words` only pairs of which one is found by them.
    """
    seen = visible_businesses(reader)
    reasons: dict[tuple[int, int], list[str]] = defaultdict(list)
    for reason, rows, key in _kinds(seen):
        for pair in _pairs(rows, key):
            reasons[pair].append(reason)
    for pair in DistinctPair.objects.values_list("first", "second"):
        reasons.pop(pair, None)
    if words:
        found = set(search_businesses(seen, words).values_list("pk", flat=True))
        reasons = defaultdict(list, {pair: why for pair, why in reasons.items() if found & set(pair)})
    pairs = [Pair(first, second, tuple(why)) for (first, second), why in reasons.items()]
    return sorted(pairs, key=lambda pair: (-len(pair.reasons), pair.first, pair.second))


def reasons_for(first: Business, second: Business) -> tuple[str, ...]:
    """Return why these two may be one; empty where nothing says so."""
    rows = Business.objects.filter(pk__in=[first.pk, second.pk])
    return tuple(reason for reason, found, key in _kinds(rows) if _pairs(found, key))


def _kinds(seen: QuerySet[Business]) -> list[tuple[str, QuerySet[Any], Any]]:
    """Return each reason with the rows that tell it, read as (id, key...), and how a key is made of them."""
    nibs = LegalNumber.objects.filter(kind=NumberKind.NIB, business__in=seen).exclude(number="")
    often = nibs.order_by().values("number").annotate(count=Count("business", distinct=True)).filter(count__gt=1)
    owners = Membership.objects.filter(part=Membership.Part.OWNER, business__in=seen)
    several = owners.order_by().values("person").annotate(count=Count("pk")).filter(count__gt=1)
    named = seen.exclude(village=None).annotate(plain=Lower(Trim("name")))
    twice = named.order_by().values("plain", "village").annotate(count=Count("pk")).filter(count__gt=1)
    same_name = named.filter(plain__in=twice.values("plain")).values_list("pk", "plain", "village")
    return [
        ("NIB sama", nibs.filter(number__in=often.values("number")).values_list("business", "number"), _rest),
        ("nama dan desa sama", same_name, _rest),
        (
            "pemilik dan nomornya sama",
            owners.filter(person__in=several.values("person")).values_list("business", "person"),
            _rest,
        ),
    ]


def _rest(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return row[1:]


def _pairs(rows: QuerySet[Any], key: Any) -> set[tuple[int, int]]:
    """Pair the oldest of those that share a key with each of the others."""
    groups: dict[Any, set[int]] = defaultdict(set)
    for row in rows.order_by():
        groups[key(row)].add(row[0])
    found = set()
    for ids in groups.values():
        if 1 < len(ids) <= MOST_OF_A_KIND:
            first, *others = sorted(ids)
            found |= {(first, other) for other in others}
    return found
