"""`/saya/usaha/`: owners see and set right what the registry holds about their business."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.log_actions import log

from businesses.forms import OwnBusinessForm, own_memberships
from businesses.merging.joining import merged_into
from businesses.models import Business, Membership
from businesses.registering import register_business
from businesses.reviewing_status import review_statuses
from businesses.writing import mark_changed
from core.clock import today

OWNER_ACTION = "businesses.owner"


@login_required
@never_cache
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """Show every business of the person; workers see theirs, owners may change them."""
    cards = [
        {
            "business": row.business,
            "part": row.get_part_display(),
            "is_own": row.part == Membership.Part.OWNER,
            "figures": next(iter(row.business.figures.all()), None),
        }
        for row in own_memberships(request.user)
    ]
    return render(request, "businesses/own.html", {"cards": cards})


@login_required
@never_cache
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an owner correct their business; what an officer wrote meanwhile is not overwritten unseen."""
    with transaction.atomic():
        rows = _owned(request)
        if request.method == "GET" and (into := merged_into(pk)) and rows.filter(pk=into).exists():
            return redirect("own_business_correct", into)
        business = get_object_or_404(rows.select_for_update() if request.method == "POST" else rows, pk=pk)
        form = OwnBusinessForm(request.POST or None, instance=business)
        if request.method == "POST" and form.is_valid():
            form.save_own(request.user)
            log(instance=business, action=OWNER_ACTION, user=request.user)
            messages.success(request, "Data usaha Anda sudah disimpan.")
            return redirect("own_businesses")
    return render(request, "businesses/own_form.html", {"form": form, "business": business})


@login_required
@never_cache
def add(request: HttpRequest) -> HttpResponse:
    """Let a person write down another business of theirs."""
    form = OwnBusinessForm(request.POST or None, instance=Business(village=_person(request).village))
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            business = register_business(_person(request), name=form.cleaned_data["name"])
            again = OwnBusinessForm({**request.POST.dict(), "seen_version": business.version}, instance=business)
            again.full_clean()
            again.save_own(request.user)
        messages.success(request, "Usaha Anda sudah dicatat.")
        return redirect("own_businesses")
    return render(request, "businesses/own_form.html", {"form": form})


@login_required
@require_POST
def confirm_running(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the business still produces: a sign of life for the rule of status."""
    business = get_object_or_404(_owned(request), pk=pk)
    with transaction.atomic():
        Business.objects.filter(pk=business.pk).update(produced_on=today())
        mark_changed(business, by=request.user)
        review_statuses(Business.objects.filter(pk=business.pk))
        log(instance=business, action=OWNER_ACTION, user=request.user)
    messages.success(request, "Terima kasih. Sudah dicatat bahwa usaha Anda masih berjalan.")
    return redirect("own_businesses")


def _owned(request: HttpRequest) -> Any:
    """Return the businesses that the person owns."""
    owned = Membership.objects.filter(person=_person(request), part=Membership.Part.OWNER)
    return Business.objects.filter(pk__in=owned.values("business"))


def _person(request: HttpRequest) -> Any:
    return request.user
