"""How large a business is, by which rule, and which office looks after it. Plain values in, plain values out.

Two systems of size that must not be mixed: industri (workers and investment) and UMKM (capital or sales). Their numbers
come from dated rules (`reference.IndustryRule`, `reference.MsmeRule`); the procedure is that of the office.
"""

from dataclasses import dataclass
from typing import Protocol

from django.db import models


class IndustrySize(models.TextChoices):
    """By workers and investment; only what works up raw material is industri."""

    SMALL = "small", "Industri kecil"
    MEDIUM = "medium", "Industri menengah"
    LARGE = "large", "Industri besar"
    NONE = "none", "Bukan industri"
    UNKNOWN = "unknown", "Belum diketahui"


class MsmeSize(models.TextChoices):
    """By capital or by sales, in any line of business."""

    MICRO = "micro", "Usaha mikro"
    SMALL = "small", "Usaha kecil"
    MEDIUM = "medium", "Usaha menengah"
    LARGE = "large", "Usaha besar"
    UNKNOWN = "unknown", "Belum diketahui"


class Office(models.TextChoices):
    """Who looks after the business."""

    OVERLAP = "overlap", "Irisan"
    INDUSTRY = "industry", "Disperindag"
    LARGE = "large", "Pembinaan industri besar"
    MSME = "msme", "Dinas Koperasi dan UMKM"
    OUTSIDE = "outside", "Di luar layanan"
    UNKNOWN = "unknown", "Belum diketahui"


class IndustryRule(Protocol):
    """The numbers of one dated rule; rupiah."""

    legal_source: str
    small_workers_max: int
    small_investment_below: int
    medium_investment_max: int


class MsmeRule(Protocol):
    """The numbers of one dated rule; rupiah, upper bounds included."""

    legal_source: str
    capital_micro_max: int
    capital_small_max: int
    capital_medium_max: int
    sales_micro_max: int
    sales_small_max: int
    sales_medium_max: int


@dataclass(frozen=True)
class Facts:
    """The raw numbers of one year; None is unknown. Amounts in rupiah, land and buildings left out.

    `is_processing`: the main work is of section C. `is_special`: no industri, but usually taught along (bengkel).
    """

    is_processing: bool | None
    workers: int | None = None
    investment: int | None = None
    capital: int | None = None
    sales: int | None = None
    is_special: bool = False


@dataclass(frozen=True)
class Classes:
    """What follows from the facts. `is_checked_next`: a person has to look (a number missing, or two that disagree)."""

    industry: IndustrySize
    msme: MsmeSize
    office: Office
    is_provisional: bool = False
    is_checked_next: bool = False
    by_capital: MsmeSize = MsmeSize.UNKNOWN
    by_sales: MsmeSize = MsmeSize.UNKNOWN


def is_processing(kbli: str) -> bool | None:
    """Say whether a KBLI code of either edition belongs to section C, divisions 10 to 33; None without a code."""
    return 10 <= int(kbli[:2]) <= 33 if kbli[:2].isdecimal() and len(kbli) >= 2 else None


def classify(facts: Facts, industry_rule: IndustryRule, msme_rule: MsmeRule) -> Classes:
    """Return the classes by the rules given.

    An industri without known investment is judged by its workers alone and marked as provisional. Where capital and
    sales say different things, sales count (the business is working already) and a person has to look.
    """
    industry = industry_size(facts, industry_rule)
    capital = _step(facts.capital, msme_rule, "capital")
    sales = _step(facts.sales, msme_rule, "sales")
    msme = sales if sales != MsmeSize.UNKNOWN else capital
    provisional = facts.investment is None and industry in {IndustrySize.SMALL, IndustrySize.MEDIUM}
    differ = MsmeSize.UNKNOWN not in {capital, sales} and capital != sales
    odd = industry in {IndustrySize.SMALL, IndustrySize.MEDIUM} and msme == MsmeSize.LARGE
    return Classes(
        industry=industry,
        msme=msme,
        office=office_of(industry, msme),
        is_provisional=provisional,
        is_checked_next=provisional or differ or odd or industry == IndustrySize.UNKNOWN,
        by_capital=capital,
        by_sales=sales,
    )


def industry_size(facts: Facts, rule: IndustryRule) -> IndustrySize:
    """Return the size as an industri; what isn't processing is none."""
    if facts.is_processing is False:
        return IndustrySize.NONE
    if facts.is_processing is None or facts.workers is None:
        return IndustrySize.UNKNOWN
    few = facts.workers <= rule.small_workers_max
    if facts.investment is None:
        return IndustrySize.SMALL if few else IndustrySize.MEDIUM
    if few:
        return IndustrySize.SMALL if facts.investment < rule.small_investment_below else IndustrySize.MEDIUM
    return IndustrySize.MEDIUM if facts.investment <= rule.medium_investment_max else IndustrySize.LARGE


def office_of(industry: IndustrySize, msme: MsmeSize) -> Office:
    """Return who looks after it; an UMKM of unknown size counts as one."""
    if industry == IndustrySize.UNKNOWN:
        return Office.UNKNOWN
    if industry == IndustrySize.LARGE:
        return Office.LARGE
    if industry == IndustrySize.NONE:
        return Office.OUTSIDE if msme == MsmeSize.LARGE else Office.MSME
    return Office.INDUSTRY if msme == MsmeSize.LARGE else Office.OVERLAP


def _step(amount: int | None, rule: MsmeRule, measure: str) -> MsmeSize:
    """Return the size by one measure, `capital` or `sales`."""
    if amount is None:
        return MsmeSize.UNKNOWN
    for size in (MsmeSize.MICRO, MsmeSize.SMALL, MsmeSize.MEDIUM):
        if amount <= getattr(rule, f"{measure}_{size.value}_max"):
            return size
    return MsmeSize.LARGE
