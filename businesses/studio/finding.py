"""Search and filters of the registry, for its list, its exports and acts on many at once."""

import re
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from wagtail.admin.filters import WagtailFilterSet

from businesses.classifying import IndustrySize, MsmeSize, Office
from businesses.models import Business, BusinessStatus, Leading, LegalNumber, Membership
from businesses.permissions import districts_of
from reference.public import districts, sectors

ALL = "Semua"
PROPOSED = "proposed"
LEADING = [*Leading.choices, (PROPOSED, "Diusulkan, belum diputuskan")]
FEWEST_DIGITS = 4  # fewer are more likely a house number than a phone's or a permit's


def own_districts(request: Any) -> QuerySet[Any]:
    """Return the kecamatan that may be chosen from."""
    codes = districts_of(request.user)
    return districts() if codes is None else districts().filter(code__in=codes)


class BusinessFilterSet(WagtailFilterSet):
    """By place, line, status, size, office."""

    district = django_filters.ModelChoiceFilter(
        field_name="village__district", label="Kecamatan", queryset=own_districts, empty_label=ALL
    )
    sector = django_filters.ModelChoiceFilter(label="Bidang usaha", queryset=lambda request: sectors(), empty_label=ALL)
    status = django_filters.ChoiceFilter(label="Status", choices=BusinessStatus.choices, empty_label=ALL)
    industry_size = django_filters.ChoiceFilter(label="Golongan IKM", choices=IndustrySize.choices, empty_label=ALL)
    msme_size = django_filters.ChoiceFilter(label="Golongan UMKM", choices=MsmeSize.choices, empty_label=ALL)
    office = django_filters.ChoiceFilter(label="Ditangani", choices=Office.choices, empty_label=ALL)
    leading = django_filters.ChoiceFilter(label="Unggulan", choices=LEADING, empty_label=ALL, method="by_leading")
    is_checked_next = django_filters.BooleanFilter(label="Perlu diperiksa")
    is_demo = django_filters.BooleanFilter(label="Data contoh")

    class Meta:
        model = Business
        fields: list[str] = []

    def by_leading(self, rows: QuerySet[Business], name: str, value: str) -> QuerySet[Business]:
        """Keep what officers have decided so, or what the criteria propose and nobody has decided."""
        if value == PROPOSED:
            return rows.filter(is_leading_proposed=True, leading="")
        return rows.filter(leading=value)


def search_businesses(rows: QuerySet[Business], words: str) -> QuerySet[Business]:
    """Return those of `rows` whose name, product, people, phone or number holds `words`; each once."""
    people = Q(person__full_name__icontains=words)
    found = Q(name__icontains=words) | Q(product__icontains=words)
    digits = re.sub(r"\D", "", words)
    if len(digits) >= FEWEST_DIGITS:
        people |= Q(person__phone__contains=re.sub(r"^(0|62)", "", digits))
        numbers = LegalNumber.objects.filter(number__contains=digits)
        found |= Q(pk__in=numbers.values("business"))
    return rows.filter(found | Q(pk__in=Membership.objects.filter(people).values("business")))
