"""Reference data on the office's screens: what it may set right itself, with search and filters."""

from typing import Any

from django.db.models import QuerySet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from core.templatetags.formats import rupiah
from reference.models import District, IndustryRule, MsmeRule, Sector, Topic, TravelTime, Village
from reference.travelling import duration


def hours(shortest: Any, longest: Any) -> str:
    """Return `4–6 jam`, with a comma where there is a half; a dash where nobody has filled it in."""
    known = [f"{value:.1f}".removesuffix(".0").replace(".", ",") for value in (shortest, longest) if value is not None]
    return f"{'–'.join(dict.fromkeys(known))} jam" if known else "–"


def yes(name: str, label: str) -> Column:
    """Return a column that says `ya` where the field `name` holds, and nothing where it does not."""
    return Column(name, label=label, accessor=lambda row: "ya" if getattr(row, name) else "", sort_key=name)


class ReferenceInspectView(generic.InspectView):
    """One row in full, for those who only read."""

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        """Say yes and no in words."""
        value = getattr(self.object, field_name)
        if isinstance(value, bool):
            return "ya" if value else "tidak"
        return super().get_field_display_value(field_name, field) if value not in {None, ""} else "–"


class DistrictViewSet(ModelViewSet):
    """Kecamatan: travel hours in both seasons, remoteness, signal, access."""

    model = District
    url_prefix = "acuan/kecamatan"
    icon = "site"
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_class = ReferenceInspectView
    inspect_view_fields_exclude = ["loaded"]
    search_fields = ["name", "official_name"]
    list_filter = ["remote", "signal"]
    list_display = [
        "name",
        "remote",
        "signal",
        Column("dry", label="Kemarau", accessor=lambda row: hours(row.hours_dry_min, row.hours_dry_max)),
        Column("rain", label="Musim hujan", accessor=lambda row: hours(row.hours_rain_min, row.hours_rain_max)),
        "access",
    ]
    panels = [
        FieldRowPanel([FieldPanel("remote"), FieldPanel("signal")]),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("hours_dry_min"), FieldPanel("hours_dry_max")]),
                FieldRowPanel([FieldPanel("hours_rain_min"), FieldPanel("hours_rain_max")]),
                FieldRowPanel([FieldPanel("distance_km"), FieldPanel("access")]),
            ],
            heading="Perjalanan dari Sangatta",
        ),
        FieldRowPanel([FieldPanel("seat"), FieldPanel("postal_code"), FieldPanel("bps_code")]),
        FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
        FieldPanel("source"),
        FieldPanel("notes"),
    ]


class VillageIndexView(generic.IndexView):
    """The list of villages, read together with their kecamatan."""

    def get_base_queryset(self) -> QuerySet[Village]:
        """Read the kecamatan with the villages."""
        return super().get_base_queryset().select_related("district")


class VillageViewSet(ModelViewSet):
    """Desa: signal, postal code, point."""

    model = Village
    url_prefix = "acuan/desa"
    icon = "home"
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_class = ReferenceInspectView
    inspect_view_fields_exclude = ["loaded"]
    index_view_class = VillageIndexView
    search_fields = ["name", "district__name", "district__official_name"]
    list_filter = ["district", "blankspot_reported", "is_kelurahan"]
    list_display = [
        "name",
        Column("district", label="Kecamatan", sort_key="district__name"),
        yes("blankspot_reported", "Pernah dilaporkan tanpa sinyal"),
        "postal_code",
    ]
    list_per_page = 50
    panels = [
        FieldPanel("blankspot_reported"),
        FieldRowPanel([FieldPanel("postal_code"), FieldPanel("bps_code")]),
        FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
        FieldPanel("source"),
    ]


class SectorViewSet(ModelViewSet):
    """Bidang usaha: KBLI in both editions, each with its status."""

    model = Sector
    url_prefix = "acuan/bidang"
    icon = "list-ul"
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_class = ReferenceInspectView
    inspect_view_fields_exclude = ["loaded"]
    search_fields = ["name", "kbli2020", "kbli2025", "title2020", "title2025"]
    list_filter = ["is_manufacturing", "status2020", "status2025"]
    list_display = [
        "name",
        "kbli2020",
        "status2020",
        "kbli2025",
        "status2025",
        yes("is_manufacturing", "Industri pengolahan"),
    ]
    list_per_page = 50
    panels = [
        FieldPanel("name"),
        MultiFieldPanel(
            [FieldPanel("kbli2020"), FieldPanel("title2020"), FieldPanel("status2020")], heading="KBLI 2020"
        ),
        MultiFieldPanel(
            [FieldPanel("kbli2025"), FieldPanel("title2025"), FieldPanel("status2025")], heading="KBLI 2025"
        ),
        FieldRowPanel([FieldPanel("section"), FieldPanel("division")]),
        FieldRowPanel([FieldPanel("is_manufacturing"), FieldPanel("is_special")]),
        FieldPanel("source"),
        FieldPanel("notes"),
    ]


class SlugOnceForm(WagtailAdminModelForm):
    """The slug is what courses point at: it is chosen once, when the topic is added."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.fields["slug"].disabled = True


class TopicViewSet(ModelViewSet):
    """Topik of courses, for the catalogue's filter."""

    model = Topic
    url_prefix = "acuan/topik"
    icon = "tag"
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_class = ReferenceInspectView
    inspect_view_fields_exclude = ["loaded"]
    search_fields = ["name", "slug"]
    list_display = ["name", "slug"]
    edit_handler = ObjectList([FieldPanel("name"), FieldPanel("slug")], base_form_class=SlugOnceForm)


def money(name: str, label: str) -> Column:
    """Return a column with an amount, written as `Rp1.000.000`."""
    return Column(name, label=label, accessor=lambda row: rupiah(getattr(row, name)))


RULE_PANELS = [
    FieldPanel("legal_source"),
    FieldRowPanel([FieldPanel("valid_from"), FieldPanel("is_confirmed")]),
]


class CodeOnceForm(WagtailAdminModelForm):
    """The short name by which the loader finds a rule again is chosen once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.fields["code"].disabled = True


class IndustryRuleViewSet(ModelViewSet):
    """What makes an industri kecil, menengah, besar, since when, by which regulation."""

    model = IndustryRule
    url_prefix = "acuan/aturan-ikm"
    icon = "order"
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_class = ReferenceInspectView
    inspect_view_fields_exclude = ["loaded"]
    list_display = [
        "legal_source",
        "valid_from",
        "small_workers_max",
        money("small_investment_below", "Industri kecil di bawah"),
        money("medium_investment_max", "Industri menengah paling banyak"),
        yes("is_confirmed", "Dipastikan dinas"),
    ]
    edit_handler = ObjectList(
        [
            *RULE_PANELS,
            FieldPanel("small_workers_max"),
            FieldRowPanel([FieldPanel("small_investment_below"), FieldPanel("medium_investment_max")]),
            FieldPanel("source"),
            FieldPanel("code"),
        ],
        base_form_class=CodeOnceForm,
    )


class MsmeRuleViewSet(ModelViewSet):
    """What makes an usaha mikro, kecil, menengah, since when, by which regulation."""

    model = MsmeRule
    url_prefix = "acuan/aturan-umkm"
    icon = "order"
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_class = ReferenceInspectView
    inspect_view_fields_exclude = ["loaded"]
    list_display = [
        "legal_source",
        "valid_from",
        money("sales_micro_max", "Omzet mikro"),
        money("sales_small_max", "Omzet kecil"),
        money("sales_medium_max", "Omzet menengah"),
        yes("is_confirmed", "Dipastikan dinas"),
    ]
    edit_handler = ObjectList(
        [
            *RULE_PANELS,
            MultiFieldPanel(
                [FieldPanel(f"sales_{size}_max") for size in ("micro", "small", "medium")], heading="Omzet setahun"
            ),
            MultiFieldPanel(
                [FieldPanel(f"capital_{size}_max") for size in ("micro", "small", "medium")],
                heading="Modal usaha, di luar tanah dan bangunan",
            ),
            FieldPanel("source"),
            FieldPanel("code"),
        ],
        base_form_class=CodeOnceForm,
    )


def minutes(row: TravelTime) -> str:
    """Return how long a way takes, in words."""
    return "tidak dapat dilalui" if row.minutes is None else duration(row.minutes)


class TravelTimeViewSet(ModelViewSet):
    """What the office knows of the ways between kecamatan; what is missing here is estimated."""

    model = TravelTime
    url_prefix = "acuan/waktu-tempuh"
    icon = "site"
    copy_view_enabled = False
    list_filter = ["season", "first", "second"]
    list_display = ["__str__", Column("minutes", label="Waktu tempuh", accessor=minutes, sort_key="minutes"), "source"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("first"), FieldPanel("second")]),
            FieldRowPanel([FieldPanel("season"), FieldPanel("minutes")]),
            FieldPanel("source"),
        ]
    )


class ReferenceGroup(ViewSetGroup):
    """One menu for all of it."""

    menu_label = "Data acuan"
    menu_icon = "globe"
    menu_order = 700
    items = (
        DistrictViewSet,
        VillageViewSet,
        SectorViewSet,
        TopicViewSet,
        IndustryRuleViewSet,
        MsmeRuleViewSet,
        TravelTimeViewSet,
    )


reference_group = ReferenceGroup()
