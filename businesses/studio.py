"""The registry's first list on the office's screens: search, filter by kecamatan and sector, the people of each."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from businesses.models import Business
from reference.public import districts, sectors


class BusinessFilterSet(WagtailFilterSet):
    """By kecamatan and by sector."""

    district = django_filters.ModelChoiceFilter(
        field_name="village__district", label="Kecamatan", queryset=lambda request: districts()
    )
    sector = django_filters.ModelChoiceFilter(label="Bidang usaha", queryset=lambda request: sectors())
    is_demo = django_filters.BooleanFilter(label="Data contoh")

    class Meta:
        model = Business
        fields = ["district", "sector", "is_demo"]


class BusinessIndexView(generic.IndexView):
    """The list, read together with places, sectors and people."""

    def get_base_queryset(self) -> QuerySet[Business]:
        """Read everything a row shows in three queries."""
        found: QuerySet[Business] = super().get_base_queryset()
        return found.select_related("sector", "village__district").prefetch_related("memberships__person")

    def search_queryset(self, queryset: QuerySet[Business]) -> QuerySet[Business]:
        """A business with two people whose names match is still one row."""
        return super().search_queryset(queryset).distinct() if self.is_searching else queryset


class BusinessInspectView(generic.InspectView):
    """One business with its people."""

    def get_field_label(self, field_name: str, field: Any) -> str:
        """Name the field that is no column."""
        return "Pemilik dan pekerja" if field_name == "people" else super().get_field_label(field_name, field)


def people_of(business: Business) -> str:
    """Return `Ratna Contoh; 2 pekerja` for a row of the list."""
    members = list(business.memberships.all())
    owners = [str(member.person) for member in members if member.part == member.Part.OWNER]
    workers = len(members) - len(owners)
    return "; ".join([*owners, *([f"{workers} pekerja"] if workers else [])]) or "Belum ada"


class BusinessViewSet(ModelViewSet):
    """`/studio/usaha/`"""

    model = Business
    url_prefix = "usaha"
    menu_label = "Usaha"
    icon = "clipboard-list"
    menu_order = 610
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ["name", "product", "sector", "village", "people", "created_at"]
    index_view_class = BusinessIndexView
    inspect_view_class = BusinessInspectView
    filterset_class = BusinessFilterSet
    search_fields = ["name", "product", "memberships__person__full_name"]
    list_per_page = 50
    list_display: list[Any] = [
        "name",
        Column("people", label="Pemilik dan pekerja", accessor=people_of),
        "product",
        "sector",
        "village",
        Column("district", label="Kecamatan", accessor="village.district"),
        Column("mark", label="Tanda", accessor=lambda business: "contoh" if business.is_demo else ""),
    ]
    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("product"), FieldPanel("sector")]),
        FieldPanel("village"),
    ]


business_viewset = BusinessViewSet()
