"""Looks whether the counters of numbers are where the register is: one that is behind would give a number twice."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from certificates.models import Certificate, NumberCounter, Series


@dataclass(frozen=True)
class Behind:
    """A counter that stands below a number that was given."""

    series: str
    year: int
    last: int
    highest: int


def counters() -> dict[str, int]:
    """Return the last number of each real register by `series/year`; demo ones may go back, so they don't count."""
    rows = NumberCounter.objects.exclude(series=Series.DEMO).values_list("series", "year", "last")
    return {f"{series}/{year}": last for series, year, last in rows}


def counters_behind(given: dict[str, int] | None = None) -> list[Behind]:
    """Return the counters below the register, or below numbers known from elsewhere: `given`, as by `counters`."""
    last = {(row.series, row.year): row.last for row in NumberCounter.objects.all()}
    numbered = Certificate.objects.filter(number__isnull=False).order_by().values_list("series", "year")
    highest = {(series, year): top for series, year, top in numbered.annotate(Max("number"))}
    for key, number in (given or {}).items():
        series, _, year = key.partition("/")
        highest[series, int(year)] = max(number, highest.get((series, int(year)), 0))
    return [
        Behind(series, year, last.get((series, year), 0), top)
        for (series, year), top in sorted(highest.items())
        if last.get((series, year), 0) < top
    ]


@transaction.atomic
def raise_counters(given: dict[str, int] | None = None) -> list[Behind]:
    """Set every counter that is behind to the highest number known; return what was raised."""
    behind = counters_behind(given)
    for one in behind:
        counter, _ = NumberCounter.objects.select_for_update().get_or_create(series=one.series, year=one.year)
        counter.last = max(counter.last, one.highest)
        counter.save(update_fields=["last"])
    return behind
