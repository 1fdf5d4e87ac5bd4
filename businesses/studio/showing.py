"""One business on one screen, with its size explained, and the two acts on it: a status and a note."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail.admin.widgets import AdminDateInput
from wagtail.admin.widgets.button import HeaderButton
from wagtail.log_actions import log

from businesses.changing_status import declare_status
from businesses.leading import leading_rule, propose_leading
from businesses.legal_numbers import number_warning, show_number
from businesses.models import Business, BusinessStatus, Note, StatusReason
from businesses.permissions import can_change_businesses, within_districts
from businesses.reviewing_status import review_statuses
from businesses.sizing import explain_size
from businesses.studio.editing import owner_words
from businesses.studio.listing import markets_of
from core.clock import today

STATUS_ACTION, NOTE_ACTION = "businesses.status", "businesses.note"


class StatusForm(forms.Form):
    """What became of one business, or of many."""

    status = forms.ChoiceField(label="Status", choices=BusinessStatus.choices)
    reason = forms.ChoiceField(
        label="Alasan", choices=[("", "Tanpa alasan khusus"), *StatusReason.choices], required=False
    )
    stopped_on = forms.DateField(label="Tanggal berhenti", required=False, widget=AdminDateInput)
    source = forms.CharField(label="Sumber info", max_length=120, required=False)
    note = forms.CharField(label="Keterangan", max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """A business that stopped has a reason; it did not stop tomorrow."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("status") in {BusinessStatus.INACTIVE, BusinessStatus.CLOSED} and not cleaned.get("reason"):
            self.add_error("reason", "Pilih alasannya.")
        if (day := cleaned.get("stopped_on")) and day > today():
            self.add_error("stopped_on", "Tanggal berhenti belum lewat. Periksa tanggalnya.")
        return cleaned


class NoteForm(forms.ModelForm):
    """A note or a contact."""

    class Meta:
        model = Note
        fields = ["kind", "happened_on", "was_reached", "text"]
        widgets = {"happened_on": AdminDateInput, "text": forms.Textarea(attrs={"rows": 4})}

    def clean(self) -> dict[str, Any]:
        """A contact has happened already."""
        cleaned: dict[str, Any] = super().clean() or {}
        if (day := cleaned.get("happened_on")) and day > today():
            self.add_error("happened_on", "Tanggalnya belum lewat. Periksa tanggalnya.")
        return cleaned


class BusinessDeleteView(generic.DeleteView):
    """Administrators alone delete; a business that stopped is closed instead."""

    def get_queryset(self) -> QuerySet[Business]:
        """Another kecamatan's address is no address."""
        return own_businesses(self.request)


class BusinessHistoryView(generic.history.HistoryView):
    """What was done to it in the studio."""

    def get_base_object_queryset(self) -> QuerySet[Business]:
        """Another kecamatan's address is no address."""
        return own_businesses(self.request)


class BusinessUsageView(generic.usage.UsageView):
    """Where it is used."""

    def get_base_object_queryset(self) -> QuerySet[Business]:
        """Another kecamatan's address is no address."""
        return own_businesses(self.request)


def own_businesses(request: HttpRequest) -> QuerySet[Business]:
    """Return the businesses where the reader may look, whatever they may do with them."""
    return within_districts(request.user, Business.objects.all())


class BusinessInspectView(generic.InspectView):
    """One business with everything known about it."""

    template_name = "businesses/studio/inspect.html"

    def get_object(self, queryset: Any = None) -> Business:
        """Look it up in the reader's kecamatan."""
        rows = own_businesses(self.request).select_related("sector", "village__district")
        return get_object_or_404(rows, pk=self.pk)

    @property
    def header_buttons(self) -> list[HeaderButton]:
        """Offer the acts to those who may."""
        if not can_change_businesses(self.request.user):
            return []
        at = [self.object.pk]
        return [
            HeaderButton("Ubah", url=reverse("business:edit", args=at), icon_name="edit"),
            HeaderButton("Ubah status", url=reverse("business:status", args=at), icon_name="tasks"),
            HeaderButton("Putuskan unggulan", url=reverse("business:leading", args=at), icon_name="pick"),
            HeaderButton("Catat kontak", url=reverse("business:note", args=at), icon_name="comment"),
            HeaderButton("NIK pemilik", url=reverse("business_nik", args=at), icon_name="lock"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the rows of the business and the sentences about it."""
        business = self.object
        numbers = [
            (row, show_number(row.kind, row.number), number_warning(row.kind, row.number, today=today()))
            for row in business.numbers.all()
        ]
        return {
            **super().get_context_data(**kwargs),
            "business": business,
            "people": owner_words(business),
            "markets": markets_of(business),
            "size_words": explain_size(business),
            "proposal": propose_leading(business, business.figures.first(), leading_rule(today())),
            "decisions": business.leading_decisions.select_related("by")[:20],
            "numbers": numbers,
            "changes": business.status_changes.select_related("by")[:20],
            "photos": business.photos.all(),
            "notes": business.notes.select_related("by")[:20],
        }


def status_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what became of the business and why; on POST write it down."""
    business = _own(request, pk)
    form = StatusForm(request.POST or None, initial={"status": business.status})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        declare_status(business, BusinessStatus(values.pop("status")), by=request.user, **values)
        log(instance=business, action=STATUS_ACTION, user=request.user, data={"status": business.status})
        messages.success(request, f"Status {business} kini {business.get_status_display().lower()}.")
        return redirect("business:inspect", business.pk)
    return _ask(request, business, form, "Ubah status")


def note_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a note or a contact; on POST write it down. A contact may change the status by the rule."""
    business = _own(request, pk)
    officer: Any = request.user
    note = Note(business=business, by=officer, happened_on=today())
    form = NoteForm(request.POST or None, instance=note)
    if request.method == "POST" and form.is_valid():
        form.save()
        review_statuses(Business.objects.filter(pk=business.pk))
        log(instance=business, action=NOTE_ACTION, user=request.user, data={"kind": note.kind})
        messages.success(request, f"Catatan untuk {business} disimpan.")
        return redirect("business:inspect", business.pk)
    return _ask(request, business, form, "Catat kontak")


def _own(request: HttpRequest, pk: int) -> Business:
    """Return the business if the officer may change it."""
    if not can_change_businesses(request.user):
        raise PermissionDenied
    return get_object_or_404(own_businesses(request), pk=pk)


def _ask(request: HttpRequest, business: Business, form: Any, title: str) -> HttpResponse:
    """Show a form about one business."""
    crumbs = [
        {"url": reverse("business:index"), "label": "Usaha"},
        {"url": reverse("business:inspect", args=[business.pk]), "label": str(business)},
        {"url": "", "label": title},
    ]
    context = {"business": business, "form": form, "breadcrumbs_items": crumbs, "media": form.media}
    context |= {"header_title": f"{title}: {business}", "header_icon": "clipboard-list"}
    return TemplateResponse(request, "businesses/studio/ask.html", context)
