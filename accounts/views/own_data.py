"""One's own data: seeing, correcting, downloading it, agreeing and no longer agreeing, asking for its deletion."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.collecting import own_data
from accounts.consenting import (
    SENTENCES,
    cancel_data_request,
    record_consent,
    request_data_act,
    withdraw_consent,
)
from accounts.forms import OwnDataForm
from accounts.models import Consent, ConsentKind, DataRequest, User
from accounts.permissions import can_enter_studio


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Explain in plain words what happens with personal data; readable signed out."""
    sentences = [(kind, SENTENCES[kind]) for kind in ConsentKind]
    context = {"sentences": sentences, "message_days": settings.MESSAGE_TEXT_DAYS}
    return render(request, "accounts/privacy.html", context)


@login_required
@never_cache
def overview(request: HttpRequest) -> HttpResponse:
    """Show the person's data with everything they may do about it."""
    active = {
        consent.kind: consent for consent in Consent.objects.filter(person=_person(request), withdrawn_at__isnull=True)
    }
    consents = [
        {
            "kind": kind,
            "sentence": active[kind].text if kind in active else SENTENCES[kind].text,
            "given": active.get(kind),
        }
        for kind in ConsentKind
    ]
    context = {
        "consents": consents,
        "requests": DataRequest.objects.filter(person=_person(request))[:10],
        "can_enter_studio": can_enter_studio(_person(request)),
    }
    return render(request, "accounts/own_data.html", context)


@login_required
def correct(request: HttpRequest) -> HttpResponse:
    """Let the person correct name and place."""
    form = OwnDataForm(request.POST or None, instance=_person(request))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Data Anda sudah disimpan.")
        return redirect("own_data")
    return render(request, "accounts/correct.html", {"form": form})


@login_required
@require_POST
def give_consent(request: HttpRequest, kind: str) -> HttpResponse:
    """Record that the person agrees; the guardian of somebody under 17 is asked for by name."""
    chosen = _kind(kind)
    guardian = " ".join(request.POST.get("guardian_name", "").split())[:120]
    if _person(request).is_minor and not guardian:
        messages.error(request, "Isi nama orang tua atau wali yang menyetujui.")
        return redirect("own_data")
    record_consent(_person(request), chosen, guardian_name=guardian)
    messages.success(request, "Persetujuan Anda sudah dicatat.")
    return redirect("own_data")


@login_required
def stop_consent(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask once, then withdraw the consent."""
    chosen = _kind(kind)
    if request.method != "POST":
        return render(request, "accounts/withdraw.html", {"kind": chosen, "sentence": SENTENCES[chosen].text})
    if withdraw_consent(_person(request), chosen):
        messages.success(request, "Persetujuan Anda sudah ditarik.")
    return redirect("own_data")


@login_required
@never_cache
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """Hand over everything the product holds about the person, as JSON."""
    response = JsonResponse(own_data(_person(request)), json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="data-saya.json"'
    return response


@login_required
def ask_deletion(request: HttpRequest) -> HttpResponse:
    """Ask once, then record that the person wants their data deleted."""
    if request.method != "POST":
        return render(request, "accounts/ask_deletion.html")
    request_data_act(_person(request), DataRequest.Kind.DELETE)
    messages.success(request, "Permintaan Anda sudah dicatat. Dinas akan menjawab di halaman ini.")
    return redirect("own_data")


@login_required
@require_POST
def cancel_request(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a request that the office has not answered yet."""
    if cancel_data_request(_person(request), pk):
        messages.success(request, "Permintaan sudah dibatalkan.")
    return redirect("own_data")


def _person(request: HttpRequest) -> User:
    """Return who is signed in; `login_required` has seen to it that somebody is."""
    return cast(User, request.user)


def _kind(value: str) -> ConsentKind:
    """Return the kind of consent that stands in the address."""
    try:
        return ConsentKind(value)
    except ValueError:
        raise Http404 from None
