"""`/studio/prioritas/`: which kecamatan are reached first, and why: tiers, weights, ways; `/prioritas/` for all."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput

from core.clock import today
from reference.mapping import Mark, draw_map
from reference.models import District, DistrictTier, PriorityEdition, Season, Tier
from reference.permissions import can_publish_priority, can_see_priority, can_set_tiers
from reference.prioritising import PARTS, Ranked, current_weights, publish_order, rank_districts
from reference.tiers import set_tier, tiers
from reference.travelling import SEAT, season_of, travels_from

CRUMB = "Prioritas wilayah"
EDITIONS = 10


class TierForm(forms.ModelForm):
    """Another tier from a day on, and why."""

    class Meta:
        model = DistrictTier
        fields = ["tier", "valid_from", "reason"]
        widgets = {"valid_from": AdminDateInput, "tier": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tier: Any = self.fields["tier"]
        tier.choices = Tier.choices  # without the empty one
        self.fields["reason"].error_messages["required"] = "Tulis alasannya."


class WeightsForm(forms.ModelForm):
    """The weights of the index, and why they are these."""

    class Meta:
        model = PriorityEdition
        fields = [*PARTS, "reason"]


class TravelForm(forms.Form):
    """From where, in which season."""

    dari = forms.ModelChoiceField(District.objects.all(), label="Dari kecamatan", empty_label=None)
    musim = forms.ChoiceField(label="Musim", choices=Season.choices)


@require_safe
def priority_view(request: HttpRequest) -> HttpResponse:
    """Show the order as it is today by the published weights, on a map and in a table."""
    _refuse_unless(can_see_priority, request)
    rows = rank_districts(current_weights())
    context = {
        "rows": rows,
        "parts": PARTS,
        "map": priority_map(rows),
        "editions": PriorityEdition.objects.select_related("by").defer("order")[:EDITIONS],
        "may_set": can_set_tiers(request.user),
        "may_publish": can_publish_priority(request.user),
    }
    return _show(request, "priority", CRUMB, context)


def tier_view(request: HttpRequest, district: str) -> HttpResponse:
    """Ask for the tier of one kecamatan; everything said before stands below the form."""
    _refuse_unless(can_set_tiers, request)
    place = get_object_or_404(District, pk=district)
    now = tiers()[place.pk]
    form = TierForm(request.POST or None, initial={"tier": now, "valid_from": today()})
    if request.method == "POST" and form.is_valid():
        row = set_tier(place, by=request.user, **form.cleaned_data)
        messages.success(request, f"Golongan {place} menjadi {row.tier} mulai {row.valid_from:%d/%m/%Y}.")
        return redirect("reference_priority")
    history = place.tiers.select_related("by")
    context = {"district": place, "now": now, "form": form, "history": history}
    return _show(request, "tier", f"Golongan {place}", context)


def weights_view(request: HttpRequest) -> HttpResponse:
    """Ask for weights; show the order by them beside the present one; publish when told to."""
    _refuse_unless(can_publish_priority, request)
    weights = current_weights()
    initial = {name: getattr(weights, name) for name in PARTS}
    form = WeightsForm(request.POST or None, initial=initial)
    rows: list[tuple[Ranked, int]] = []
    if request.method == "POST" and form.is_valid():
        if "terbitkan" in request.POST and request.POST.get("seen") == seen_values(form):
            publish_order(form.instance, by=request.user)
            messages.success(request, "Urutan prioritas diterbitkan dan terbuka bagi semua orang.")
            return redirect("reference_priority")
        before = {row.code: place for place, row in enumerate(rank_districts(weights), start=1)}
        rows = [(row, before[row.code]) for row in rank_districts(form.instance)]
    context = {"form": form, "rows": rows, "seen": seen_values(form) if rows else ""}
    return _show(request, "weights", "Bobot dan penerbitan", context)


def seen_values(form: WeightsForm) -> str:
    """Return what was previewed, so that nothing else is published: `35-25-15-25`."""
    return "-".join(str(form.cleaned_data[name]) for name in PARTS)


@require_safe
def travel_view(request: HttpRequest) -> HttpResponse:
    """Show how long it takes from one kecamatan to the others in a season."""
    _refuse_unless(can_see_priority, request)
    asked = {"dari": SEAT, "musim": season_of(today())} | {key: request.GET[key] for key in request.GET}
    form = TravelForm(asked)
    rows: list[Any] = []
    if form.is_valid():
        origin, season = form.cleaned_data["dari"], Season(form.cleaned_data["musim"])
        ways = travels_from(origin.pk, season=season)
        rows = [(row, ways[row.pk]) for row in District.objects.exclude(pk=origin.pk)]
        rows.sort(key=lambda pair: (pair[1].minutes is None, pair[1].minutes or 0))
    return _show(request, "travel", "Waktu tempuh", {"form": form, "rows": rows})


@require_safe
def public_priority(request: HttpRequest) -> HttpResponse:
    """Show everybody the published order with its weights and reasons; nothing before the office publishes one."""
    edition = PriorityEdition.objects.first()
    weights = [(label, getattr(edition, name)) for name, label in PARTS.items()] if edition else []
    return render(request, "reference/priority.html", {"edition": edition, "weights": weights})


def priority_map(rows: list[Ranked]) -> Any:
    """Return the map of the order: the harder to reach, the larger."""
    marks = {
        row.code: Mark(
            row.points, f"urutan ke-{place}, nilai {row.points:g} dari 100, golongan {row.tier}", f"#{row.code}"
        )
        for place, row in enumerate(rows, start=1)
    }
    about = "Makin besar tandanya, makin perlu didahulukan. Segitiga golongan A, persegi B, lingkaran C."
    return draw_map("Peta prioritas kecamatan di Kutai Timur", about, marks)


def _refuse_unless(allows: Any, request: HttpRequest) -> None:
    if not allows(request.user):
        raise PermissionDenied


def _show(request: HttpRequest, name: str, title: str, context: dict[str, Any]) -> HttpResponse:
    """Show one of the room's screens in the studio."""
    crumbs = [{"url": reverse("reference_priority"), "label": CRUMB}, {"url": "", "label": title}]
    context |= {"header_title": title, "header_icon": "site", "breadcrumbs_items": crumbs[title == CRUMB :]}
    if "form" in context:
        context["media"] = context["form"].media
    return TemplateResponse(request, f"reference/studio/{name}.html", context)
