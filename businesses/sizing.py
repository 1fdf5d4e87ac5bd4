"""Keeps what follows from the raw numbers in the row of each business, for lists and filters."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from businesses.classifying import Facts, IndustrySize, MsmeSize, Office, classify, is_processing
from businesses.explaining import explain
from businesses.leading import leading_rule, propose_leading
from businesses.models import Business, LeadingRule, YearFigures
from core.clock import today
from reference.public import industry_rule, msme_rule

CHUNK = 1000
KEPT = ["industry_size", "msme_size", "office", "is_checked_next", "is_leading_proposed"]


def size_businesses(businesses: QuerySet[Business] | None = None) -> int:
    """Write the classes of `businesses` (all if None) and whether they are proposed as leading, by today's rules.

    Return how many rows changed.

    Without rules (no reference data yet) nothing is written.
    """
    rules, leading = (industry_rule(today()), msme_rule(today())), leading_rule(today())
    if rules[0] is None or rules[1] is None:
        return 0
    rows = Business.objects.all() if businesses is None else businesses
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    changed = 0
    for start in range(0, len(ids), CHUNK):
        chunk = list(Business.objects.filter(pk__in=ids[start : start + CHUNK]).select_related("sector"))
        newest = newest_figures(chunk)
        moved = [row for row in chunk if _size(row, newest.get(row.pk), rules[0], rules[1], leading)]
        Business.objects.bulk_update(moved, KEPT, batch_size=200)
        changed += len(moved)
    return changed


def explain_size(business: Business) -> str:
    """Return the sentences that say what size `business` is and why, by today's rules."""
    by_workers, by_money = industry_rule(today()), msme_rule(today())
    if by_workers is None or by_money is None:
        return "Aturan ukuran usaha belum diisi di Data acuan."
    figures = newest_figures([business]).get(business.pk)
    facts = facts_of(business, figures)
    words = explain(facts, classify(facts, by_workers, by_money), by_workers, by_money)
    return f"{words} Angka tahun {figures.year}." if figures else words


def facts_of(business: Business, figures: YearFigures | None) -> Facts:
    """Return the facts that the size follows from; the KBLI of the business counts before that of its line."""
    sector = business.sector
    processing = is_processing(business.kbli)
    if processing is None and sector:
        processing = sector.is_manufacturing
    return Facts(
        is_processing=processing,
        workers=figures.workers if figures else None,
        investment=figures.investment_rupiah if figures else None,
        capital=figures.capital_rupiah if figures else None,
        sales=figures.sales_rupiah if figures else None,
        is_special=bool(sector and sector.is_special),
    )


def newest_figures(businesses: Iterable[Business]) -> dict[int, YearFigures]:
    """Return the figures of the last year known, by id of the business."""
    rows = YearFigures.objects.filter(business__in=[row.pk for row in businesses]).order_by("year")
    return {row.business_id: row for row in rows}


def _size(row: Business, figures: YearFigures | None, by_workers: Any, by_money: Any, leading: LeadingRule) -> bool:
    """Put what follows from the facts into the row; say whether that changed it."""
    was = [getattr(row, name) for name in KEPT]
    classes = classify(facts_of(row, figures), by_workers, by_money)
    row.industry_size = IndustrySize(classes.industry)
    row.msme_size = MsmeSize(classes.msme)
    row.office = Office(classes.office)
    row.is_checked_next = classes.is_checked_next
    row.is_leading_proposed = propose_leading(row, figures, leading).is_proposed
    return was != [getattr(row, name) for name in KEPT]
