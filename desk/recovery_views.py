"""`/studio/pulihkan-akses/`: somebody lost their number; find them, note how they were recognised, ask, change it."""

import re
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import BigIntegerField, Q, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from wagtail.admin import messages
from wagtail.models import ModelLogEntry

from accounts.public import CHANGE_PHONE_ACTION, change_phone, people, within_reach
from core.errors import UserFault
from desk.forms import RecoveryForm
from desk.permissions import can_recover_access, can_recover_access_of, is_offered_recovery_of
from desk.showing_people import with_places_and_businesses

MOST_FOUND = 20
LOG_PAGE = 20
TITLE = {"header_title": "Pulihkan akses", "header_icon": "key"}


def recovery_view(request: HttpRequest) -> HttpResponse:
    """Search by name or number, and list what was changed before."""
    if not can_recover_access(request.user):
        raise PermissionDenied
    words = request.GET.get("q", "").strip()
    found = list(within_reach(request.user, search_people(words))[: MOST_FOUND + 1]) if words else []
    context = {
        **TITLE,
        "breadcrumbs_items": [{"url": "", "label": "Pulihkan akses"}],
        "words": words,
        "found": [(person, is_offered_recovery_of(request.user, person)) for person in found[:MOST_FOUND]],
        "too_many": len(found) > MOST_FOUND,
        "page": Paginator(past_changes(request.user), LOG_PAGE).get_page(request.GET.get("halaman")),
    }
    return TemplateResponse(request, "desk/recovery.html", context)


def recover_person_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the new number and the proof; ask; change. Nothing is kept between the steps but the form."""
    person = get_object_or_404(with_places_and_businesses(within_reach(request.user, people())), pk=pk)
    if not can_recover_access_of(request.user, person):
        raise PermissionDenied
    form = RecoveryForm(request.POST or None)
    if "change" in request.POST:
        form = RecoveryForm(initial=request.POST.dict())
    elif request.method == "POST" and form.is_valid():
        if "confirm" not in request.POST:
            return _show(request, person, form, is_asking=True)
        if _change(request, person, form):
            return redirect("desk_recovery")
    return _show(request, person, form)


def _change(request: HttpRequest, person: Any, form: RecoveryForm) -> bool:
    """Change the number; say what stands against it where something does."""
    if person.phone == form.cleaned_data["phone"]:
        form.add_error("phone", "Ini nomor yang sekarang. Tidak ada yang perlu diubah.")
        return False
    officer: Any = request.user
    try:
        change_phone(person, phone=form.cleaned_data["phone"], by=officer, reason=form.reason)
    except UserFault as fault:
        form.add_error("phone", fault.message)
        return False
    messages.success(request, f"Nomor HP {person} diganti. {person} dapat masuk dengan kode di nomor yang baru.")
    return True


def _show(request: HttpRequest, person: Any, form: RecoveryForm, *, is_asking: bool = False) -> HttpResponse:
    """Render one step about one person."""
    crumbs = [{"url": reverse("desk_recovery"), "label": "Pulihkan akses"}, {"url": "", "label": str(person)}]
    context = {**TITLE, "breadcrumbs_items": crumbs, "person": person, "form": form, "is_asking": is_asking}
    return TemplateResponse(request, "desk/recover_person.html", context)


def search_people(words: str) -> QuerySet[Any]:
    """Find people by a part of their name, sign-in name or number, however the number is written."""
    found = Q(full_name__icontains=words) | Q(username__icontains=words)
    if len(digits := re.sub(r"^(?:0|62)", "", re.sub(r"\D", "", words))) >= 4:
        found |= Q(phone__contains=digits)
    return with_places_and_businesses(people().filter(found)).order_by("full_name", "pk")


def past_changes(reader: Any) -> QuerySet[ModelLogEntry]:
    """Return what the office changed about people whom the reader may see, newest first."""
    rows = ModelLogEntry.objects.filter(action=CHANGE_PHONE_ACTION).select_related("user").order_by("-timestamp")
    return within_reach(reader, rows.annotate(person=Cast("object_id", BigIntegerField())), person="person")
