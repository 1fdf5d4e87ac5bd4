"""Keeps what follows from the raw numbers in the row of each business, for lists and filters."""

from collections.abc import Iterable

from django.db.models import QuerySet

from businesses.classifying import Classes, Facts, IndustrySize, MsmeSize, Office, classify, is_processing
from businesses.explaining import explain
from businesses.models import Business, YearFigures
from core.clock import today
from reference.public import industry_rule, msme_rule

CHUNK = 1000
KEPT = ["industry_size", "msme_size", "office", "is_checked_next"]


def size_businesses(businesses: QuerySet[Business] | None = None) -> int:
    """Write the classes of `businesses` (all if None) by today's rules; return how many rows changed.

    Without rules (no reference data yet) nothing is written.
    """
    rules = industry_rule(today()), msme_rule(today())
    if rules[0] is None or rules[1] is None:
        return 0
    rows = Business.objects.all() if businesses is None else businesses
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    changed = 0
    for start in range(0, len(ids), CHUNK):
        chunk = list(Business.objects.filter(pk__in=ids[start : start + CHUNK]).select_related("sector"))
        newest = _newest_figures(chunk)
        moved = [row for row in chunk if _keep(row, classify(facts_of(row, newest.get(row.pk)), rules[0], rules[1]))]
        Business.objects.bulk_update(moved, KEPT, batch_size=200)
        changed += len(moved)
    return changed


def explain_size(business: Business) -> str:
    """Return the sentences that say what size `business` is and why, by today's rules."""
    by_workers, by_money = industry_rule(today()), msme_rule(today())
    if by_workers is None or by_money is None:
        return "Aturan ukuran usaha belum diisi di Data acuan."
    figures = _newest_figures([business]).get(business.pk)
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


def _newest_figures(businesses: Iterable[Business]) -> dict[int, YearFigures]:
    """Return the figures of the last year known, by id of the business."""
    rows = YearFigures.objects.filter(business__in=[row.pk for row in businesses]).order_by("year")
    return {row.business_id: row for row in rows}


def _keep(row: Business, classes: Classes) -> bool:
    """Put the classes into the row; say whether that changed it."""
    was = [getattr(row, name) for name in KEPT]
    row.industry_size = IndustrySize(classes.industry)
    row.msme_size = MsmeSize(classes.msme)
    row.office = Office(classes.office)
    row.is_checked_next = classes.is_checked_next
    return was != [getattr(row, name) for name in KEPT]
