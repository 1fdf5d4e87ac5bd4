"""`/studio/peserta/`: everybody who has an account, told apart by words."""

import re
from typing import Any

import django_filters
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button

from accounts.public import Role, people, within_reach
from core.phones import display_phone
from core.templatetags.formats import tanggal
from desk.permissions import can_enrol_class, can_see_people, is_offered_recovery_of
from desk.showing_people import (
    OWNER,
    business_words,
    mark_words,
    place_words,
    role_words,
    with_places_and_businesses,
)
from reference.public import districts

BUSINESS = {
    "none": ("Belum punya usaha", Q(memberships__isnull=True)),
    "owner": ("Pemilik usaha", Q(memberships__part=OWNER)),
    "worker": ("Pekerja di usaha orang lain", Q(memberships__isnull=False) & ~Q(memberships__part=OWNER)),
}
ORIGIN = {
    "home": ("Kutai Timur", Q(village__isnull=False)),
    "outside": ("Luar Kutai Timur", Q(village__isnull=True) & (Q(regency__isnull=False) | Q(lives_elsewhere=True))),
    "unknown": ("Belum diisi", Q(village__isnull=True, regency__isnull=True, lives_elsewhere=False)),
}
AGE = {
    "minor": ("Di bawah 17 tahun", Q(is_minor=True)),
    "adult": ("17 tahun ke atas", Q(is_minor=False)),
}
KIND = {"real": ("Bukan contoh", Q(is_demo=False)), "demo": ("Contoh", Q(is_demo=True))}


class ConditionFilter(django_filters.ChoiceFilter):
    """A choice of named conditions."""

    def __init__(self, conditions: dict[str, tuple[str, Q]], **kwargs: Any) -> None:
        self.conditions = conditions
        choices = [(name, label) for name, (label, _) in conditions.items()]
        super().__init__(choices=choices, empty_label="Semua", **kwargs)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Keep the people that meet the chosen condition, each once."""
        return qs.filter(self.conditions[value][1]).distinct() if value in self.conditions else qs


class PeopleFilterSet(WagtailFilterSet):
    """By kecamatan, business, origin, role, age; demo people apart."""

    district = django_filters.ModelChoiceFilter(
        field_name="village__district", label="Kecamatan", queryset=lambda request: districts(), empty_label="Semua"
    )
    business = ConditionFilter(BUSINESS, label="Usaha")
    origin = ConditionFilter(ORIGIN, label="Asal")
    role = django_filters.ChoiceFilter(label="Peran", choices=Role.choices, method="filter_role", empty_label="Semua")
    age = ConditionFilter(AGE, label="Umur")
    kind = ConditionFilter(KIND, label="Data contoh")

    class Meta:
        model = get_user_model()
        fields: list[str] = []

    def filter_role(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Everybody without a role is a learner."""
        found = Q(groups__name=value)
        if value == Role.LEARNER:
            found |= Q(groups__isnull=True)
        return queryset.filter(found).distinct()


def _phone(person: Any) -> str:
    return display_phone(person.phone) if person.phone else "–"


class PeopleView(generic.IndexView):
    """The list; a constant number of queries."""

    model = get_user_model()
    permission_policy: Any = None  # Wagtail's own asks for rights on accounts; `dispatch` asks ours
    page_title = "Peserta"
    header_icon = "group"
    verbose_name_plural = "peserta"
    index_url_name = "desk_people"
    index_results_url_name = "desk_people_results"
    filterset_class = PeopleFilterSet
    search_fields = ["full_name", "username", "memberships__business__name"]
    search_backend_name = None
    is_searchable = True
    default_ordering = "full_name"
    paginate_by = 50
    any_permission_required: Any = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let the office in."""
        if not can_see_people(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def columns(self) -> list[Column]:
        """Name with what may be done, number, origin, business, role, marks, since when."""
        title = self._get_title_column_class(TitleColumn)
        return [
            title("full_name", label="Nama", sort_key="full_name"),
            Column("phone", label="Nomor HP", accessor=_phone),
            Column("place", label="Asal", accessor=place_words),
            Column("business", label="Usaha", accessor=business_words),
            Column("roles", label="Peran", accessor=role_words),
            Column("marks", label="Tanda", accessor=mark_words),
            Column("joined", label="Terdaftar", accessor=_joined, sort_key="date_joined"),
        ]

    def get_base_queryset(self) -> QuerySet[Any]:
        """Everybody with a real account whom the reader may see."""
        return with_places_and_businesses(within_reach(self.request.user, people()))

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Search by name, business or number, however the number is written."""
        if not self.is_searching:
            return queryset
        found = Q()
        for name in self.search_fields:
            found |= Q(**{f"{name}__icontains": self.search_query})
        if len(digits := re.sub(r"^(?:0|62)", "", re.sub(r"\D", "", self.search_query))) >= 4:
            found |= Q(phone__contains=digits)
        return queryset.filter(found).distinct()

    def get_list_more_buttons(self, instance: Any) -> list[Any]:
        """Offer to replace a lost number and to note workers of a business, to those who may."""
        buttons = []
        if is_offered_recovery_of(self.request.user, instance):
            url = reverse("desk_recover_person", args=[instance.pk])
            buttons.append(Button("Ganti nomor HP", url=url, icon_name="key"))
        owns = any(membership.part == OWNER for membership in instance.memberships.all())
        if owns and can_enrol_class(self.request.user):
            url = reverse("desk_add_worker", args=[instance.pk])
            buttons.append(Button("Tambah pekerja", url=url, icon_name="plus"))
        return buttons


def _joined(person: Any) -> str:
    return tanggal(person.date_joined)
