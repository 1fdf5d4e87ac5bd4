"""`/studio/usaha-impor/`: a spreadsheet is uploaded, its columns checked, its rows taken, and perhaps taken back."""

import csv
from collections import Counter
from itertools import islice
from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from businesses.errors import ColumnsMissing
from businesses.importing.applying import Taker
from businesses.importing.beginning import begin_import
from businesses.importing.columns import FIELDS, NEEDED, without_nik
from businesses.importing.reading import read_table
from businesses.importing.undoing import undo_import
from businesses.models import Import, ImportState, RowOutcome
from businesses.permissions import can_change_businesses, districts_of, visible_businesses
from core.errors import UserFault
from core.exporting import as_text
from core.store import private_store

LOOKED_AT = 200  # rows that the preview judges
SHOWN = 20


class Echo:
    """Gives back what is written."""

    def write(self, value: str) -> str:
        """Return the line."""
        return value


class UploadForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label="Berkas XLSX atau CSV",
        help_text="Paling banyak 10 MB dan 30.000 baris. Baris pertama memuat judul kolom.",
        error_messages={"required": "Pilih berkasnya."},
    )


class MappingForm(forms.Form):
    """Which column holds what."""

    takes_duplicates = forms.BooleanField(
        label="Catat juga baris yang mirip usaha lain sebagai usaha baru",
        required=False,
        help_text="Tanpa tanda ini, baris seperti itu dilewati dan masuk ke berkas kesalahan.",
    )

    def __init__(self, *args: Any, batch: Import, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Tidak ada"), *((str(at), head or f"Kolom {at + 1}") for at, head in enumerate(batch.heads))]
        for name, (label, _) in FIELDS.items():
            first = batch.mapping.get(name, "")
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False, initial=first)
        self.fields["takes_duplicates"].initial = batch.takes_duplicates
        self.order_fields([*FIELDS, "takes_duplicates"])

    def mapping(self) -> dict[str, int]:
        """Return field -> position."""
        return {name: int(at) for name in FIELDS if (at := self.cleaned_data[name]) != ""}

    def clean(self) -> dict[str, Any]:
        """A business has a name and an owner."""
        cleaned: dict[str, Any] = super().clean() or {}
        missing = [FIELDS[name][0] for name in NEEDED if not cleaned.get(name)]
        if missing:
            raise forms.ValidationError(ColumnsMissing(names=" dan ".join(missing)).message)
        return cleaned


def imports_view(request: HttpRequest) -> HttpResponse:
    """Show the imports and take a new file."""
    _check(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("business_import", begin_import(form.cleaned_data["file"], by=request.user).pk)
        except UserFault as fault:
            form.add_error("file", fault.message)
    context = {"form": form, "batches": _own(request)[:50], **_head("Impor usaha")}
    return TemplateResponse(request, "businesses/studio/imports.html", context)


def import_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one import: its columns with a preview while it waits, its outcome afterwards."""
    _check(request)
    batch = get_object_or_404(_own(request), pk=pk)
    if batch.state != ImportState.MAPPING:
        return _show_outcome(request, batch)
    form = MappingForm(request.POST or None, batch=batch)
    if request.method == "POST" and form.is_valid():
        batch.mapping, batch.takes_duplicates = form.mapping(), form.cleaned_data["takes_duplicates"]
        if "start" in request.POST:
            batch.state = ImportState.QUEUED
        batch.save(update_fields=["mapping", "takes_duplicates", "state"])
        if batch.state == ImportState.QUEUED:
            _ring(batch)
            return redirect("business_import", batch.pk)
    context = {"form": form, "batch": batch, "preview": _preview(batch), **_head(f"Impor: {batch}")}
    return TemplateResponse(request, "businesses/studio/import_columns.html", context)


@require_safe
def import_faults_view(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Send the rows that were not taken, each with the reason, ready to be mended and uploaded again."""
    _check(request)
    batch = get_object_or_404(_own(request), pk=pk)
    writer = csv.writer(Echo(), delimiter=";")
    rows = batch.rows.filter(outcome__in=[RowOutcome.WRONG, RowOutcome.DUPLICATE])

    def lines() -> Any:
        yield "\ufeff" + writer.writerow([*map(as_text, batch.heads), "Baris", "Keterangan"])
        for row in rows.iterator():
            yield writer.writerow([*map(as_text, row.raw), row.number, row.message])

    answer = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="perbaiki-{batch.pk}.csv"'
    return answer


@require_POST
def undo_import_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the import back, and tell what stays."""
    _check(request)
    batch = get_object_or_404(_own(request).filter(state__in=[ImportState.DONE, ImportState.UNDONE]), pk=pk)
    left = undo_import(batch, by=request.user)
    messages.success(request, "Impor dibatalkan.")
    if left:
        messages.warning(request, f"{len(left)} usaha tidak dikembalikan karena sudah diubah sejak impor.")
    return redirect("business_import", batch.pk)


def import_urls() -> list[URLPattern]:
    """Return the addresses below `/studio/`."""
    return [
        path("usaha-impor/", imports_view, name="business_imports"),
        path("usaha-impor/<int:pk>/", import_view, name="business_import"),
        path("usaha-impor/<int:pk>/kesalahan/", import_faults_view, name="business_import_faults"),
        path("usaha-impor/<int:pk>/batalkan/", undo_import_view, name="business_import_undo"),
    ]


def _ring(batch: Import) -> None:
    """Tell a worker after commit; without a broker the sweep rings."""
    from businesses.tasks import take_import  # noqa: PLC0415  tasks stand above the screens

    transaction.on_commit(lambda: take_import.delay(batch.pk), robust=True)


def _preview(batch: Import) -> dict[str, Any]:
    """Judge the first rows as an import would, and write nothing."""
    try:
        taker = Taker(batch)
        _, rows = read_table(private_store().local(batch.stored_as), batch.file_name)
        judged = [(*taker.judge(number, raw), raw) for number, raw in enumerate(islice(rows, LOOKED_AT), start=1)]
    except (UserFault, FileNotFoundError):
        return {}
    counts = Counter(RowOutcome(row.outcome).label for row, *_ in judged)
    return {
        "counts": dict(counts),
        "rows": [(row, without_nik(raw, batch.heads, batch.mapping)) for row, _, _, raw in judged[:SHOWN]],
        "looked_at": len(judged),
    }


def _show_outcome(request: HttpRequest, batch: Import) -> HttpResponse:
    """Show what became of the rows."""
    counts = Counter(batch.rows.values_list("outcome", flat=True))
    faults = batch.rows.filter(outcome__in=[RowOutcome.WRONG, RowOutcome.DUPLICATE])
    stays = batch.rows.filter(outcome__in=[RowOutcome.CREATED, RowOutcome.UPDATED], is_undone=False)
    seen = visible_businesses(request.user)
    context = {
        "batch": batch,
        "counts": [(outcome.label, counts.get(outcome, 0)) for outcome in RowOutcome],
        "faults": faults.prefetch_related(Prefetch("business", seen))[:50],
        "stays": stays.prefetch_related(Prefetch("business", seen))[:50] if batch.state == ImportState.UNDONE else [],
        "is_moving": batch.state in {ImportState.QUEUED, ImportState.RUNNING},
        **_head(f"Impor: {batch}"),
    }
    return TemplateResponse(request, "businesses/studio/import_outcome.html", context)


def _check(request: HttpRequest) -> None:
    if not can_change_businesses(request.user):
        raise PermissionDenied


def _own(request: HttpRequest) -> Any:
    """Return the imports that may be looked at: those limited to kecamatan see their own."""
    rows, person = Import.objects.select_related("by"), cast(Any, request.user)
    return rows if districts_of(person) is None else rows.filter(by=person)


def _head(title: str) -> dict[str, Any]:
    crumbs = [{"url": reverse("business:index"), "label": "Usaha"}]
    crumbs += [{"url": reverse("business_imports"), "label": "Impor usaha"}, {"url": "", "label": title}]
    return {"header_title": title, "header_icon": "upload", "breadcrumbs_items": crumbs}
