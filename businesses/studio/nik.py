"""`/studio/usaha-nik/<usaha>/`: the NIK of the owners, masked; seen whole once, with a reason that is logged."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from wagtail.admin import messages

from businesses.models import Business, Membership, OwnerNik
from businesses.nik import is_nik_open, keep_nik, masked, show_nik
from businesses.permissions import can_change_businesses, visible_businesses
from core.errors import UserFault


class NikForm(forms.Form):
    """A NIK and what it is needed for."""

    owner = forms.ChoiceField(label="Pemilik")
    nik = forms.CharField(
        label="NIK", max_length=30, widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    )
    purpose = forms.CharField(label="Keperluan", max_length=200, help_text="Misalnya pendampingan NIB di OSS.")


class ReasonForm(forms.Form):
    """Why somebody wants to see it."""

    owner = forms.ChoiceField(label="Pemilik")
    reason = forms.CharField(
        label="Alasan melihat",
        max_length=200,
        min_length=5,
        error_messages={"required": "Tulis alasan melihat NIK.", "min_length": "Tulis alasannya lebih jelas."},
    )


@never_cache
@sensitive_post_parameters("nik")
def nik_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is kept, masked; on POST keep a new one, or show one whole after noting why."""
    if not can_change_businesses(request.user):
        raise PermissionDenied
    business = get_object_or_404(visible_businesses(request.user), pk=pk)
    owners = {str(row.person_id): row.person for row in _owners(business)}
    kept = {row.person_id: row for row in OwnerNik.objects.filter(person__in=owners.values())}
    is_seeing = "see" in request.POST
    keeping = NikForm(request.POST if request.method == "POST" and not is_seeing else None)
    seeing = ReasonForm(request.POST if is_seeing else None)
    keeping.fields["owner"].choices = [(pk, str(one)) for pk, one in owners.items()]  # type: ignore[attr-defined]
    seeing.fields["owner"].choices = [(row.person_id, str(owners[str(row.person_id)])) for row in kept.values()]  # type: ignore[attr-defined]
    shown = ""
    if seeing.is_bound and seeing.is_valid():
        shown = _show(request, seeing, kept[int(seeing.cleaned_data["owner"])], business)
    elif keeping.is_bound and keeping.is_valid() and _keep(request, keeping, owners, business):
        messages.success(request, "NIK disimpan tersandi.")
        return redirect("business_nik", business.pk)
    context = {
        "business": business,
        "is_open": is_nik_open(),
        "kept": [(owners[str(row.person_id)], _masked(row), row.purpose) for row in kept.values()]
        if is_nik_open()
        else [],
        "keeping": keeping,
        "seeing": seeing,
        "shown": shown,
        **_head(business),
    }
    return TemplateResponse(request, "businesses/studio/nik.html", context)


def nik_urls() -> list[URLPattern]:
    """Return the address below `/studio/`."""
    return [path("usaha-nik/<int:pk>/", nik_view, name="business_nik")]


def _keep(request: HttpRequest, form: NikForm, owners: dict[str, Any], business: Business) -> bool:
    values = form.cleaned_data
    try:
        keep_nik(owners[values["owner"]], values["nik"], business=business, purpose=values["purpose"], by=request.user)
    except UserFault as fault:
        form.add_error("nik", fault.message)
        return False
    return True


def _show(request: HttpRequest, form: ReasonForm, row: OwnerNik, business: Business) -> str:
    try:
        return show_nik(row, business=business, reason=form.cleaned_data["reason"], by=request.user)
    except UserFault as fault:
        form.add_error("reason", fault.message)
        return ""


def _masked(row: OwnerNik) -> str:
    try:
        return masked(row)
    except UserFault as fault:
        return fault.message


def _owners(business: Business) -> Any:
    return business.memberships.filter(part=Membership.Part.OWNER).select_related("person").order_by("pk")


def _head(business: Business) -> dict[str, Any]:
    crumbs = [
        {"url": reverse("business:index"), "label": "Usaha"},
        {"url": reverse("business:inspect", args=[business.pk]), "label": str(business)},
        {"url": "", "label": "NIK pemilik"},
    ]
    return {"header_title": f"NIK pemilik: {business}", "header_icon": "lock", "breadcrumbs_items": crumbs}
