"""The size in a row follows from its newest figures and from today's rules."""

import datetime as dt

import pytest

from businesses.models import Business, YearFigures
from businesses.sizing import explain_size, size_businesses
from reference.models import IndustryRule, MsmeRule
from reference.public import sectors

BILLION = 10**9


@pytest.fixture
def chips(business):
    """Return the business with its line of products."""
    business.sector = sectors().get(name="Keripik, kerupuk, peyek")
    business.save()
    return business


def sizes():
    """Bring the sizes up to date; return them."""
    size_businesses()
    return Business.objects.values_list("industry_size", "msme_size", "office", "is_checked_next").get()


def test_newest_year_counts(chips):
    YearFigures.objects.create(business=chips, year=2025, workers=3, investment_rupiah=0, sales_rupiah=BILLION)
    assert sizes() == ("small", "micro", "overlap", False)
    YearFigures.objects.create(business=chips, year=2024, workers=80, investment_rupiah=99 * BILLION)
    assert sizes() == ("small", "micro", "overlap", False)
    YearFigures.objects.create(business=chips, year=2026, workers=30, investment_rupiah=0, sales_rupiah=3 * BILLION)
    assert sizes() == ("medium", "small", "overlap", False)
    assert size_businesses() == 0  # once more changes nothing


def test_kbli_of_the_business_counts_before_its_line(chips):
    YearFigures.objects.create(business=chips, year=2026, workers=3, investment_rupiah=0)
    chips.kbli, chips.kbli_edition = "56102", 2020
    chips.save()
    assert sizes() == ("none", "unknown", "msme", False)


def test_business_without_anything_is_unknown_and_looked_at(business):
    assert sizes() == ("unknown", "unknown", "unknown", True)
    assert "KBLI usaha ini belum diisi" in explain_size(business)


def test_explanation_names_the_year(chips):
    YearFigures.objects.create(business=chips, year=2025, workers=3, investment_rupiah=0)
    assert explain_size(chips).endswith("Angka tahun 2025.")


def test_sizes_follow_a_new_rule_from_its_day(chips, at):
    YearFigures.objects.create(business=chips, year=2026, workers=15, investment_rupiah=0)
    at(dt.date(2026, 12, 31))
    rule = {"small_workers_max": 9, "small_investment_below": BILLION, "medium_investment_max": 2 * BILLION}
    IndustryRule.objects.create(code="baru", valid_from=dt.date(2027, 1, 1), legal_source="Contoh", **rule)
    assert sizes()[0] == "small"
    at(dt.date(2027, 1, 1))
    assert sizes()[0] == "medium"


def test_without_rules_nothing_is_written(business):
    MsmeRule.objects.all().delete()
    Business.objects.update(industry_size="")
    assert size_businesses() == 0
    assert explain_size(business) == "Aturan ukuran usaha belum diisi di Data acuan."
