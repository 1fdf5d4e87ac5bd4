"""`/studio/usaha/`: the list, and the spreadsheets that leave it."""

import re
from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button

from businesses.legal_numbers import NumberKind, show_number
from businesses.models import Business, Leading, Membership, YearFigures
from businesses.permissions import within_districts
from businesses.studio.finding import BusinessFilterSet, search_businesses
from core.exporting import TextExportMixin
from core.phones import display_phone

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # a workbook may not hold them
ROWS_AT_ONCE = 500


def owners_of(business: Business) -> list[Any]:
    """Return the owners, from what was read with the list."""
    return [member.person for member in business.memberships.all() if member.part == Membership.Part.OWNER]


def people_of(business: Business) -> str:
    """Return `Ratna Contoh; 2 pekerja` for a row of the list."""
    owners = [str(person) for person in owners_of(business)]
    workers = len(business.memberships.all()) - len(owners)
    return "; ".join([*owners, *([f"{workers} pekerja"] if workers else [])]) or "Belum ada"


def place_of(business: Business) -> str:
    """Return `Bumi Etam, Kaubun`."""
    return f"{business.village}, {business.village.district}" if business.village else ""


def sizes_of(business: Business) -> str:
    """Return `Industri kecil; Usaha mikro`; what is unknown of the two is left out."""
    sizes = [
        (business.industry_size, business.get_industry_size_display()),
        (business.msme_size, business.get_msme_size_display()),
    ]
    return "; ".join(label for size, label in sizes if size not in {"", "unknown"})


def marks_of(business: Business) -> str:
    """Return what to mind about a row."""
    is_open = business.is_leading_proposed and not business.leading
    marks = {
        "unggulan": business.leading == Leading.YES,
        "diusulkan unggulan": is_open,
        "perlu diperiksa": business.is_checked_next,
        "contoh": business.is_demo,
    }
    return ", ".join(words for words, holds in marks.items() if holds)


def newest_figures(business: Business) -> YearFigures | None:
    """Return the figures of the last year known, from what was read with the list."""
    return next(iter(business.figures.all()), None)


def _number(kind: NumberKind) -> Any:
    """Return a column of the spreadsheet: all numbers of one kind."""
    return lambda business: ", ".join(
        show_number(row.kind, row.number) for row in business.numbers.all() if row.kind == kind
    )


def _figure(name: str) -> Any:
    """Return a column of the spreadsheet: one number of the newest year."""
    return lambda business: getattr(newest_figures(business), name, None)


def markets_of(business: Business) -> str:
    """Return where it sells: `desa, daring`."""
    names = ("sells_in_village", "sells_in_regency", "sells_outside", "sells_abroad", "sells_online")
    words = ("desa", "kabupaten", "luar kabupaten", "ekspor", "daring")
    return ", ".join(word for name, word in zip(names, words, strict=True) if getattr(business, name))


# Heading: what stands below it. An import reads the same headings back.
EXPORT: dict[str, Any] = {
    "Nama usaha": lambda row: row.name,
    "Pemilik": lambda row: ", ".join(str(person) for person in owners_of(row)),
    "Nomor WA": lambda row: ", ".join(display_phone(person.phone) for person in owners_of(row) if person.phone),
    "Alamat": lambda row: row.address,
    "Desa": lambda row: str(row.village or ""),
    "Kecamatan": lambda row: str(row.village.district) if row.village else "",
    "Produk utama": lambda row: row.product,
    "Bidang usaha": lambda row: str(row.sector or ""),
    "KBLI": lambda row: row.kbli,
    "Edisi KBLI": lambda row: row.kbli_edition,
    "Tahun mulai": lambda row: row.started_year,
    "Tahun angka": _figure("year"),
    "Tenaga kerja": _figure("workers"),
    "Tenaga kerja perempuan": _figure("workers_female"),
    "Nilai investasi": _figure("investment_rupiah"),
    "Modal": _figure("capital_rupiah"),
    "Omzet": _figure("sales_rupiah"),
    "Nilai produksi": _figure("production_rupiah"),
    "Nilai bahan baku": _figure("raw_material_rupiah"),
    "Bahan baku": lambda row: row.raw_material,
    "Asal bahan baku": lambda row: row.get_raw_material_origin_display(),
    "Pemasok setempat": lambda row: row.local_suppliers,
    "Pemasaran": markets_of,
    "NIB": _number(NumberKind.NIB),
    "P-IRT": _number(NumberKind.PIRT),
    "Halal": _number(NumberKind.HALAL),
    "BPOM MD": _number(NumberKind.MD),
    "Merek": _number(NumberKind.BRAND),
    "Status": lambda row: row.get_status_display(),
    "Golongan IKM": lambda row: row.get_industry_size_display(),
    "Golongan UMKM": lambda row: row.get_msme_size_display(),
    "Unggulan": lambda row: row.get_leading_display(),
    "Ditangani": lambda row: row.get_office_display(),
}


class InPieces:
    """A queryset that is read a few hundred rows at a time, with what was asked to be read with them."""

    def __init__(self, rows: QuerySet[Business]) -> None:
        self.rows, self.model = rows, rows.model

    def __iter__(self) -> Iterator[Business]:
        return self.rows.iterator(chunk_size=ROWS_AT_ONCE)


class BusinessIndexView(TextExportMixin, generic.IndexView):
    """The list, read together with places, sectors and people; only where the reader may look."""

    template_name = "businesses/studio/index.html"
    filterset_class = BusinessFilterSet
    list_export = list(EXPORT)
    export_filename = "usaha"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send a spreadsheet at once: Wagtail's way to one counts the rows by holding all of them."""
        if self.is_export:
            answer: HttpResponseBase = self.as_spreadsheet(self.get_queryset(), request.GET["export"])
            return answer
        return super().get(request, *args, **kwargs)

    @cached_property
    def columns(self) -> list[Column]:
        """Put the boxes for acts on many before the columns, for those who may act."""
        columns: list[Column] = super().columns
        if self.user_has_permission("change"):
            return [BulkActionsCheckboxColumn("bulk_actions", obj_type="business"), *columns]
        return columns

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """Offer the import to those who may."""
        buttons: list[Any] = super().header_more_buttons
        if self.user_has_permission("change"):
            url = reverse("business_imports")
            pairs = Button("Data ganda", url=reverse("business_duplicates"), icon_name="copy", priority=90)
            buttons = [*buttons, pairs, Button("Impor dari tabel", url=url, icon_name="upload", priority=80)]
        return buttons

    def get_base_queryset(self) -> QuerySet[Business]:
        """Read everything a row shows in a constant number of queries."""
        people = Prefetch("memberships", queryset=Membership.objects.select_related("person").order_by("pk"))
        rows = within_districts(self.request.user, super().get_base_queryset())
        rows = rows.select_related("sector", "village__district").prefetch_related(people)
        return rows.prefetch_related("figures", "numbers") if self.is_export else rows

    def search_queryset(self, queryset: QuerySet[Business]) -> QuerySet[Business]:
        """Search in names, products, people, phones, numbers."""
        return search_businesses(queryset, self.search_query) if self.is_searching else queryset

    def as_spreadsheet(self, queryset: QuerySet[Business], spreadsheet_format: str) -> Any:
        """Write the rows without holding all of them."""
        return super().as_spreadsheet(InPieces(queryset), spreadsheet_format)

    def to_row_dict(self, item: Business) -> dict[str, Any]:
        """Return the cells of one row."""
        return {heading: read(item) for heading, read in EXPORT.items()}

    def get_heading(self, queryset: Any, field: str) -> str:
        """Return the heading itself."""
        return field

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """Take out what a workbook may not hold, then guard against formulas."""
        value = UNPRINTABLE.sub("", value) if isinstance(value, str) else value
        return super().preprocess_field_value(field, value, export_format)
