"""Looks at every business by the rule of status: once a night, and whenever the office wants."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.db import transaction
from django.db.models import Count, F, Max, Q, QuerySet

from businesses.extensions import signs_of_life
from businesses.models import Business, BusinessStatus, Membership, Note, RegistrySettings, StatusChange
from businesses.status_rule import Life, status_by_rule
from core.clock import WITA, today

CHUNK = 1000  # businesses looked at in one transaction


def review_statuses(businesses: QuerySet[Business] | None = None) -> int:
    """Bring the status of `businesses` (all if None) to what the rule says today; return how many changed.

    What a person changes meanwhile stays: a row is written only while its status is the one that was read.
    """
    rule = RegistrySettings.load()
    rows = Business.objects.all() if businesses is None else businesses
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    return sum(_review(ids[start : start + CHUNK], rule) for start in range(0, len(ids), CHUNK))


@transaction.atomic
def _review(ids: list[int], rule: RegistrySettings) -> int:
    day = today()
    rows = list(
        Business.objects.filter(pk__in=ids).only("status", "is_declared", "last_sign_on", "produced_on", "created_at")
    )
    signs = last_signs(rows)
    attempts = _attempts(ids)
    changed: list[StatusChange] = []
    moved = []
    for row in rows:
        sign = signs[row.pk]
        if row.last_sign_on != sign:
            row.last_sign_on = sign
            moved.append(row)
        tries = sum(tried > sign for tried in attempts.get(row.pk, ()))
        life = Life(BusinessStatus(row.status), row.is_declared, sign, tries)
        became = status_by_rule(life, rule, today=day)
        if became != row.status and _write(row, became):
            changed.append(StatusChange(business=row, was=row.status, became=became, changed_on=day))
    Business.objects.bulk_update(moved, ["last_sign_on"], batch_size=200)
    StatusChange.objects.bulk_create(changed)
    return len(changed)


def _write(row: Business, became: BusinessStatus) -> int:
    """Change the status unless somebody else has."""
    return Business.objects.filter(pk=row.pk, status=row.status, is_declared=False).update(status=became)


def last_signs(rows: Collection[Business]) -> dict[int, dt.date]:
    """Return by id the last day each of `rows` is known to have lived; the day it was written down counts as one."""
    ids = [row.pk for row in rows]
    found = {row.pk: [row.created_at.astimezone(WITA).date()] for row in rows}
    for row in rows:
        if row.produced_on:
            found[row.pk].append(row.produced_on)
    reached = Note.objects.filter(business__in=ids, was_reached=True)
    for pk, day in reached.values_list("business").annotate(Max("happened_on")).order_by():
        found[pk].append(day)
    people: Mapping[int, set[int]] = defaultdict(set)
    for person, business in Membership.objects.filter(business__in=ids).values_list("person", "business"):
        people[person].add(business)
    for find in signs_of_life().values():
        for person, day in find(people.keys()).items():
            for business in people[person]:
                found[business].append(day)
    return {pk: min(max(days), today()) for pk, days in found.items()}


def _attempts(ids: Iterable[int]) -> dict[int, list[dt.date]]:
    """Return by id the days on which nobody was reached."""
    tried: dict[int, list[dt.date]] = defaultdict(list)
    notes = Note.objects.filter(business__in=ids, was_reached=False).exclude(kind=Note.Kind.NOTE)
    for pk, day in notes.values_list("business", "happened_on"):
        tried[pk].append(day)
    return tried


def count_moves(businesses: QuerySet[Business], *, since: dt.date, until: dt.date) -> dict[str, int]:
    """Return how many of `businesses` became active (`in`) and stopped being so (`out`) from `since` to `until`, both
    included; `new` of those that came in were written down for the first time.
    """
    changes = StatusChange.objects.filter(business__in=businesses, changed_on__range=(since, until))
    active = BusinessStatus.ACTIVE
    return changes.aggregate(
        **{
            "in": Count("pk", filter=Q(became=active) & ~Q(was=active)),
            "out": Count("pk", filter=Q(was=active) & ~Q(became=F("was"))),
            "new": Count("pk", filter=Q(was="", became=active)),
        }
    )
