"""The register in `/studio/`: read by the office, searched, filtered, exported; acts ask first."""

from typing import Any

import django_filters
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.formats import number_format
from django.utils.http import content_disposition_header
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from certificates.act_views import CorrectView, ReturnView, RevokeView
from certificates.archive_views import class_archive
from certificates.models import Approval, Certificate, CertificateState
from certificates.permissions import (
    can_download,
    can_read_register,
    can_return_certificate,
    can_revoke_certificate,
    readable_certificates,
)
from certificates.printing_register import MOST_ROWS, print_register
from certificates.queue_views import PinView, QueueView, preview_pdf, sample_pdf
from certificates.reasons import reason_sentence
from core.clock import WITA
from core.exporting import TextExportMixin
from core.templatetags.formats import waktu


def courses_in_register(request: HttpRequest | None = None) -> list[tuple[str, str]]:
    """Return (slug, title) of every course in the register, once, by title."""
    rows = Certificate.objects.order_by("course_title", "pk").values_list("course_slug", "course_title")
    return list(dict(rows).items())


def years_in_register(request: HttpRequest | None = None) -> list[tuple[int, int]]:
    """Return the years in which numbers were given, the latest first."""
    years = Certificate.objects.order_by("-year").values_list("year", flat=True).distinct()
    return [(year, year) for year in years if year is not None]


def issue_day(certificate: Certificate) -> str:
    """Return the day of issue in WITA, as 22/11/2026."""
    return f"{certificate.issued_at.astimezone(WITA):%d/%m/%Y}" if certificate.issued_at else ""


class RegisterFilterSet(WagtailFilterSet):
    """By course, year, state and register."""

    course_slug = django_filters.ChoiceFilter(label="Kursus", choices=courses_in_register)
    year = django_filters.ChoiceFilter(label="Tahun", choices=years_in_register)
    state = django_filters.ChoiceFilter(label="Keadaan", choices=CertificateState.choices)

    class Meta:
        model = Certificate
        fields = ["course_slug", "year", "state", "series"]


class RegisterIndexView(TextExportMixin, generic.IndexView):
    """The list; each row offers the file and, where it may be, revoking."""

    any_permission_required = ["view"]
    FORMATS = (*generic.IndexView.FORMATS, "pdf")

    def get_base_queryset(self) -> Any:
        """Begin with what the reader may read."""
        return readable_certificates(self.request.user)

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> HttpResponseBase:
        """Print what is listed, or write it into a spreadsheet."""
        if spreadsheet_format != "pdf":
            return super().as_spreadsheet(queryset, spreadsheet_format)
        rows = list(queryset[: MOST_ROWS + 1])
        if len(rows) > MOST_ROWS:
            return self.ask_to_filter()
        disposition = content_disposition_header(True, f"{self.export_filename}.pdf")
        headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
        pdf = print_register(rows, chosen=self.chosen_words)
        return HttpResponse(pdf, content_type="application/pdf", headers=headers)

    def ask_to_filter(self) -> HttpResponseBase:
        """Say what to do about a list too long to print, and show it again as it was filtered."""
        most = number_format(MOST_ROWS, force_grouping=True)
        messages.warning(
            self.request,
            f"PDF memuat paling banyak {most} baris. Saring dahulu, misalnya per kursus dan tahun, atau unduh XLSX.",
        )
        chosen = self.request.GET.copy()
        chosen.pop("export", None)
        return redirect(f"{reverse('certificates:index')}?{chosen.urlencode()}")

    @property
    def chosen_words(self) -> str:
        """Say which rows are listed: `Tahun: 2026; cari: keripik`."""
        words = [f"{one.field_label.rstrip(':')}: {one.value}" for one in self.active_filters]
        words += [f"Cari: {self.search_query}"] if self.search_query else []
        return "; ".join(words) or "Semua"

    @property
    def header_more_buttons(self) -> list[Button]:
        """Offer the queue of what waits, and the PDF beside the spreadsheets."""
        queue = Button("Persetujuan", url=reverse("certificates:queue"), icon_name="check", priority=10)
        pdf = Button("Unduh PDF", url=self.get_export_url("pdf"), icon_name="download", priority=80)
        return [*super().header_more_buttons, queue, pdf]

    def get_list_more_buttons(self, instance: Certificate) -> list[Any]:
        """Add what this person may do with this row."""
        return [*super().get_list_more_buttons(instance), *act_buttons(self.request, instance)]


class RegisterInspectView(generic.InspectView):
    """One certificate with everything the register holds."""

    any_permission_required = ["view"]
    page_title = "Lihat"
    template_name = "certificates/studio/inspect.html"

    def get_object(self, queryset: Any = None) -> Certificate:
        """Look it up among what the reader may read; the others are told by Wagtail that they may not."""
        may = can_read_register(self.request.user)
        rows = readable_certificates(self.request.user) if may else Certificate.objects.all()
        return get_object_or_404(rows, pk=self.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add who decided and what was done since."""
        approval = Approval.objects.defer("snapshots").filter(pk=self.object.approval_id).first()
        return super().get_context_data(approval=approval, acts=self.object.acts.all(), **kwargs)

    def get_fields_context(self) -> list[dict[str, Any]]:
        """Leave out what is empty."""
        fields: list[dict[str, Any]] = super().get_fields_context()
        return [field for field in fields if field["value"] not in (None, "")]

    def get_reason_display_value(self) -> str:
        """Say what keeps it from being issued."""
        return reason_sentence(self.object)

    def get_issued_at_display_value(self) -> str:
        """Say when, in WITA."""
        return waktu(self.object.issued_at) if self.object.issued_at else ""

    def get_revoked_at_display_value(self) -> str:
        """Say when, in WITA."""
        return waktu(self.object.revoked_at) if self.object.revoked_at else ""

    @property
    def header_more_buttons(self) -> list[Button]:
        """Offer the same acts as the list."""
        return act_buttons(self.request, self.object)


def act_buttons(request: HttpRequest, certificate: Certificate) -> list[Button]:
    """Return the buttons for the file, the check page and revoking, as far as they make sense."""
    buttons = []
    if can_download(request, certificate):
        buttons.append(Button("Unduh PDF", url=certificate.download_url, icon_name="download", priority=40))
        buttons.append(Button("Laman pemeriksaan", url=certificate.check_url, icon_name="view", priority=50))
    if can_return_certificate(request.user, certificate):
        url = reverse("certificates:return", args=[certificate.pk])
        buttons.append(Button("Kembalikan", url=url, icon_name="undo", priority=55))
    if can_revoke_certificate(request.user, certificate):
        url = reverse("certificates:correct", args=[certificate.pk])
        buttons.append(Button("Perbaiki nama", url=url, icon_name="edit", priority=57))
        url = reverse("certificates:revoke", args=[certificate.pk])
        buttons.append(Button("Cabut", url=url, icon_name="cross", priority=60))
    return buttons


class RegisterViewSet(ModelViewSet):
    """`/studio/sertifikat/`"""

    model = Certificate
    name = "certificates"
    url_prefix = "sertifikat"
    menu_label = "Sertifikat"
    icon = "doc-full"
    menu_order = 620
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = True
    add_to_reference_index = False
    exclude_form_fields: list[str] = []
    index_view_class = RegisterIndexView
    inspect_view_class = RegisterInspectView
    filterset_class = RegisterFilterSet
    search_fields = ["number_text", "person_name", "business_name", "code"]
    ordering = "-created_at"
    list_per_page = 50
    list_display: list[Any] = [
        "person_name",
        Column("number_text", label="Nomor", sort_key="number_text"),
        Column("course_title", label="Kursus", sort_key="course_title"),
        Column("issued_at", label="Terbit", accessor=issue_day, sort_key="issued_at"),
        Column("state", label="Keadaan", accessor="get_state_display", sort_key="state"),
        Column("reason", label="Hambatan", accessor=reason_sentence),
    ]
    list_export = [
        "number_text",
        "person_name",
        "business_name",
        "village_name",
        "district_name",
        "course_title",
        "jp",
        "started_on",
        "completed_on",
        "issued_at",
        "get_state_display",
        "code",
    ]
    export_headings = {"get_state_display": "Keadaan"}
    export_filename = "register-sertifikat"
    inspect_view_fields = [
        "number_text",
        "state",
        "reason",
        "person_name",
        "business_name",
        "village_name",
        "district_name",
        "regency_name",
        "course_title",
        "jp",
        "way",
        "pretest_score",
        "final_score",
        "predicate",
        "attendance_percent",
        "started_on",
        "completed_on",
        "issued_at",
        "code",
        "sha256",
        "revoked_at",
        "revoked_by",
        "revocation_reason",
        "revocation_note",
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        """Open only what reads, and the acts: nothing is added, changed or deleted by hand."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<int:pk>/", self.inspect_view, name="inspect"),
            path("<int:pk>/cabut/", RevokeView.as_view(), name="revoke"),
            path("<int:pk>/perbaiki/", CorrectView.as_view(), name="correct"),
            path("<int:pk>/kembalikan/", ReturnView.as_view(), name="return"),
            path("<int:pk>/pratinjau.pdf", preview_pdf, name="preview"),
            path("contoh.pdf", sample_pdf, name="sample"),
            path("angkatan/<int:pk>/arsip.zip", class_archive, name="class_archive"),
            path("persetujuan/", QueueView.as_view(), name="queue"),
            path("persetujuan/pin/", PinView.as_view(), name="pin"),
        ]


register_viewset = RegisterViewSet()
