"""Gives numbers: without gaps and once, to one certificate or to thousands in one transaction.

The counter's row is locked first, the certificates second, always in this order; both change in one transaction, so a
process that dies leaves either nothing or numbers with their certificates.
"""

import datetime as dt
import secrets
from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction

from certificates.errors import NotApproved
from certificates.models import (
    Approval,
    Certificate,
    CertificateSettings,
    CertificateState,
    Kind,
    NumberCounter,
    Series,
)
from certificates.number_pattern import print_number
from certificates.snapshots import FIELDS, stands_under
from core.clock import WITA, now

DEMO_MARK = "CONTOH"
LIST_BITS = 131_072  # of one status list; the least that hides whose bit is whose (Bitstring Status List 1.0)
ROWS_PER_LIST = LIST_BITS // 2
CHUNK = 2000
# One statement for many rows. PostgreSQL takes them as arrays: a text with thousands of places is slow to read.
UPDATE = """
WITH given (id, number, number_text, status_index) AS ({given})
UPDATE certificates_certificate SET state = %s, year = %s, issued_at = %s, number = given.number,
    number_text = given.number_text, status_index = given.status_index
FROM given WHERE certificates_certificate.id = given.id
"""
ARRAYS = "SELECT * FROM unnest(%s::bigint[], %s::integer[], %s::text[], %s::integer[])"
Given = tuple[int, int, str, int]  # id, number, as printed, place in the status list


def number_approved(only: int | None = None) -> list[int]:
    """Give every approved certificate (or the one) its number; return the ids of those that have one now."""
    numbered = [pk for series in Series for pk in _number_series(series, only)]
    return [*numbered, *_number_corrections(only), *_place_old(only)]


def _number_series(series: str, only: int | None) -> list[int]:
    """Number the approved rows of one register, the oldest decision first."""
    rows = Certificate.objects.filter(state=CertificateState.APPROVED, series=series, replaces__isnull=True)
    rows = rows.filter(pk=only) if only else rows
    if not rows.exists():
        return []
    moment = now()
    day = moment.astimezone(WITA).date()
    with transaction.atomic():
        counter = _locked_counter(series, day.year)
        ready = _checked(rows.order_by("approval_id", "pk").select_for_update().values("pk", "approval_id", *FIELDS))
        numbers = range(counter.last + 1, counter.last + 1 + len(ready))
        bits = _free_bits(counter, len(ready))
        office = CertificateSettings.load()
        given = [
            (row["pk"], number, _text(row["kind"], series, number, day, office), bit)
            for row, number, bit in zip(ready, numbers, bits, strict=True)
        ]
        _write(given, day.year, moment)
        counter.last += len(ready)
        counter.save(update_fields=["last"])
    return [row["pk"] for row in ready]


def _checked(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the facts that stand as they were approved; note why the other rows get no number."""
    found = list(rows)
    roots = dict(Approval.objects.filter(pk__in={row["approval_id"] for row in found}).values_list("pk", "root"))
    refused = {row["pk"] for row in found if not stands_under(roots.get(row["approval_id"], ""), row)}
    Certificate.objects.filter(pk__in=refused).update(reason=NotApproved.code)
    return [row for row in found if row["pk"] not in refused]


def _text(kind: str, series: str, number: int, day: dt.date, office: CertificateSettings) -> str:
    """Return the printed number."""
    is_letter = kind == Kind.PARTICIPATION
    pattern = office.participation_pattern if is_letter else office.number_pattern
    text = print_number(pattern, number=number, day=day, classification=office.classification, unit=office.unit)
    return f"{DEMO_MARK}/{text}" if series == Series.DEMO else text


def _free_bits(counter: NumberCounter, count: int) -> list[int]:
    """Return random free places in the register's status lists; each list is filled by half."""
    rows = Certificate.objects.filter(series=counter.series, year=counter.year, status_index__isnull=False)
    taken = set(rows.values_list("status_index", flat=True))
    bits = []
    for number in range(counter.last, counter.last + count):
        start = number // ROWS_PER_LIST * LIST_BITS
        while (bit := start + secrets.randbelow(LIST_BITS)) in taken:
            pass
        taken.add(bit)
        bits.append(bit)
    return bits


def _write(given: list[Given], year: int, moment: dt.datetime) -> None:
    """Write numbers into many rows at once."""
    stamp: Any = connection.ops.adapt_datetimefield_value(moment)
    with connection.cursor() as cursor:
        for start in range(0, len(given), CHUNK):
            source, parameters = _source(given[start : start + CHUNK])
            cursor.execute(UPDATE.format(given=source), [*parameters, CertificateState.NUMBERED.value, year, stamp])


def _source(given: list[Given]) -> tuple[str, list[Any]]:
    """Return SQL that has these rows as its result, and its parameters."""
    if connection.vendor == "postgresql":
        return ARRAYS, [list(column) for column in zip(*given, strict=True)]
    return "VALUES " + ", ".join(["(%s, %s, %s, %s)"] * len(given)), [value for row in given for value in row]


def _number_corrections(only: int | None) -> list[int]:
    """Give approved corrections the number of what they replace."""
    rows = Certificate.objects.filter(state=CertificateState.APPROVED, replaces__isnull=False)
    rows = rows.filter(pk=only) if only else rows
    done = []
    ready = [row["pk"] for row in _checked(rows.values("pk", "approval_id", *FIELDS))]
    for row in Certificate.objects.filter(pk__in=ready).select_related("replaces").order_by("pk"):
        if row.replaces is not None and _number_correction(row, row.replaces):
            done.append(row.pk)
    return done


def _number_correction(row: Certificate, old: Certificate) -> bool:
    """Number one correction, with a place of its own in the status list."""
    with transaction.atomic():
        counter = _locked_counter(old.series, old.year or 0)
        return bool(
            Certificate.objects.filter(pk=row.pk, state=CertificateState.APPROVED).update(
                state=CertificateState.NUMBERED,
                year=old.year,
                number=old.number,
                number_text=old.number_text,
                issued_at=now(),
                status_index=_free_bits(counter, 1)[0],
            )
        )


def _place_old(only: int | None) -> list[int]:
    """Give what an older release numbered, and the head approved since, its place in a status list."""
    rows = Certificate.objects.filter(
        state=CertificateState.NUMBERED, approval__isnull=False, status_index__isnull=True, year__isnull=False
    )
    rows = rows.filter(pk=only) if only else rows
    for row in rows:
        with transaction.atomic():
            bit = _free_bits(_locked_counter(row.series, row.year or 0), 1)[0]
            Certificate.objects.filter(pk=row.pk, status_index__isnull=True).update(status_index=bit)
    return [row.pk for row in rows]


def _locked_counter(series: str, year: int) -> NumberCounter:
    """Return the counter's row, locked until the transaction ends (on SQLite the whole database is)."""
    NumberCounter.objects.get_or_create(series=series, year=year)
    return NumberCounter.objects.select_for_update().get(series=series, year=year)
