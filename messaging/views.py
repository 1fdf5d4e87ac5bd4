"""Two addresses: where WhatsApp reports, and where the demo shows its messages."""

import datetime as dt
import hmac
import json
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from messaging.gateways.demo import demo_messages
from messaging.queueing import ring
from messaging.reporting import is_signed_by_whatsapp, record_report, reports_in

DEMO_PAGE = 20


@csrf_exempt  # WhatsApp's servers have no cookie; the signature stands in its place
@require_http_methods(["GET", "POST"])
def whatsapp_reports(request: HttpRequest) -> HttpResponse:
    """Answer WhatsApp's one-time check (GET) and take its signed delivery reports (POST)."""
    if request.method == "GET":
        return _confirm_address(request)
    if not is_signed_by_whatsapp(request.body, request.headers.get("X-Hub-Signature-256", "")):
        return HttpResponseForbidden()
    try:
        payload = json.loads(request.body)
    except ValueError:
        return HttpResponse(status=400)
    for report in reports_in(payload):
        if moved := record_report(report):
            ring(moved)
    return HttpResponse()


def _confirm_address(request: HttpRequest) -> HttpResponse:
    """Echo the challenge of somebody who knows our verify token."""
    token = settings.WHATSAPP_VERIFY_TOKEN
    given = request.GET.get("hub.verify_token", "")
    known = bool(token) and hmac.compare_digest(given.encode(), token.encode())
    if not known or request.GET.get("hub.mode") != "subscribe":
        return HttpResponseForbidden()
    return HttpResponse(request.GET.get("hub.challenge", ""), content_type="text/plain; charset=utf-8")


@require_GET
@never_cache
def demo_outbox(request: HttpRequest) -> HttpResponse:
    """Show the demo's messages, newest first; outside demo mode there is no such page."""
    if not settings.DEMO:
        raise Http404
    page = Paginator(demo_messages(), DEMO_PAGE).get_page(request.GET.get("halaman"))
    return render(request, "messaging/demo_outbox.html", {"page": page, "letters": _with_names(list(page.object_list))})


def _with_names(letters: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Add whose number each message went to, and make its time a time."""
    people = get_user_model()._default_manager.filter(phone__in={letter["to"] for letter in letters})
    names = dict(people.values_list("phone", "full_name"))
    return [
        {**letter, "name": names.get(letter["to"], ""), "sent_at": dt.datetime.fromisoformat(letter["sent_at"])}
        for letter in letters
    ]
