"""Who may be chosen for a class: by kecamatan, sector and training so far, the remotest first."""

from typing import Any

from django import forms
from django.db.models import F, Q, QuerySet

from accounts.public import STAFF_ROLES, people
from courses.public import never_passed, open_candidates
from desk.showing_people import with_places_and_businesses
from reference.public import districts, sectors, tier_rank

MOST_SHOWN = 100


class ChoosingForm(forms.Form):
    """What narrows the list, and how many to propose."""

    district = forms.ModelChoiceField(districts(), label="Kecamatan", required=False, empty_label="Semua kecamatan")
    sector = forms.ModelChoiceField(sectors(), label="Bidang usaha", required=False, empty_label="Semua bidang")
    untrained = forms.BooleanField(label="Hanya yang belum pernah lulus pelatihan", required=False)
    remote_first = forms.BooleanField(label="Dahulukan daerah terpencil", required=False)
    count = forms.IntegerField(
        label="Usulkan berapa orang",
        min_value=1,
        max_value=MOST_SHOWN,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


def candidates_for(cohort: Any, asked: dict[str, Any]) -> QuerySet[Any]:
    """Return the learners who may join the class and match `asked` (a valid ChoosingForm's data), best first.

    Remote first is the tier of the kecamatan, then its way by road; who lives elsewhere comes last.
    """
    rows = open_candidates(_learners(), cohort)
    if asked.get("district"):
        rows = rows.filter(village__district=asked["district"])
    if asked.get("sector"):
        rows = rows.filter(memberships__business__sector=asked["sector"]).distinct()
    if asked.get("untrained"):
        rows = never_passed(rows)
    order: list[Any] = ["full_name", "pk"]
    if asked.get("remote_first"):
        rank = tier_rank("village__district")
        order = [rank, F("village__district__distance_km").desc(nulls_last=True), *order]
    return with_places_and_businesses(rows).order_by(*order)


def _learners() -> QuerySet[Any]:
    """Return everybody who doesn't work for the office."""
    return people().exclude(Q(groups__name__in=STAFF_ROLES) | Q(is_superuser=True))
