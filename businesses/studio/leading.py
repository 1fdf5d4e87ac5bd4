"""IKM unggulan in the studio: the decision on one business, and the criteria with their dates."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log

from businesses.leading import decide_leading, leading_rule, propose_leading
from businesses.models import Business, Leading, LeadingRule
from businesses.permissions import can_change_businesses, within_districts
from core.clock import today

LEADING_ACTION = "businesses.leading"
TITLE = "Putuskan unggulan"


class LeadingForm(forms.Form):
    """Whether a business is leading, and why."""

    decision = forms.ChoiceField(
        label="Keputusan",
        choices=Leading.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih keputusannya."},
    )
    reason = forms.CharField(
        label="Alasan",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Tulis alasannya."},
    )


def leading_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the criteria say and ask for the decision; on POST write it down."""
    if not can_change_businesses(request.user):
        raise PermissionDenied
    business = get_object_or_404(within_districts(request.user, Business.objects.all()), pk=pk)
    form = LeadingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        decision = Leading(form.cleaned_data["decision"])
        decide_leading(business, decision, reason=form.cleaned_data["reason"], by=request.user)
        log(instance=business, action=LEADING_ACTION, user=request.user, data={"decision": decision})
        messages.success(request, f"Keputusan untuk {business}: {decision.label.lower()}.")
        return redirect("business:inspect", business.pk)
    return TemplateResponse(request, "businesses/studio/ask.html", _context(business, form))


def _context(business: Business, form: LeadingForm) -> dict[str, Any]:
    crumbs = [
        {"url": reverse("business:index"), "label": "Usaha"},
        {"url": reverse("business:inspect", args=[business.pk]), "label": str(business)},
        {"url": "", "label": TITLE},
    ]
    context = {"business": business, "form": form, "media": form.media, "breadcrumbs_items": crumbs}
    context["proposal"] = propose_leading(business, business.figures.first(), leading_rule(today()))
    return context | {"header_title": f"{TITLE}: {business}", "header_icon": "pick"}


class LeadingRuleViewSet(ModelViewSet):
    """The criteria, each with the day from which it holds."""

    model = LeadingRule
    url_prefix = "kriteria-unggulan"
    icon = "pick"
    menu_label = "Kriteria unggulan"
    menu_order = 630
    add_to_settings_menu = True
    copy_view_enabled = False
    list_display = ["valid_from", "workers_min", "material_within", "suppliers_min", "markets_min", "met_min", "reason"]
    edit_handler = ObjectList(
        [
            FieldPanel("valid_from"),
            FieldRowPanel([FieldPanel("workers_min"), FieldPanel("material_within")]),
            FieldRowPanel([FieldPanel("suppliers_min"), FieldPanel("markets_min")]),
            FieldPanel("met_min"),
            FieldPanel("reason"),
        ]
    )


leading_rule_viewset = LeadingRuleViewSet()
