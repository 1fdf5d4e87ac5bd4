"""Reads WhatsApp's signed reports: what was delivered, what was not."""

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from core.clock import now
from messaging.models import Channel, MessageState, OutboxMessage, Reason
from messaging.sending import BLANK, way_out

ARRIVED = frozenset({"delivered", "read"})


@dataclass(frozen=True)
class Report:
    """One status of one message. `reference` is the key of our row, given back by WhatsApp."""

    provider_id: str
    reference: str
    status: str
    detail: str


def is_signed_by_whatsapp(body: bytes, header: str) -> bool:
    """Check `X-Hub-Signature-256` (`sha256=<hex>`) over the raw body, in constant time."""
    secret = settings.WHATSAPP_APP_SECRET
    if not secret:
        return False
    expected = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(f"sha256={expected}".encode(), header.encode())


def reports_in(payload: Any) -> Iterator[Report]:
    """Yield the reports of one call; anything of another form is passed over, as WhatsApp adds fields at will."""
    for entry in _dicts(payload, "entry"):
        for change in _dicts(entry, "changes"):
            for status in _dicts(change.get("value"), "statuses"):
                errors = list(_dicts(status, "errors"))
                yield Report(
                    provider_id=str(status.get("id", "")),
                    reference=str(status.get("biz_opaque_callback_data", "")),
                    status=str(status.get("status", "")),
                    detail=str(errors[0].get("code", ""))[:40] if errors else "",
                )


def record_report(report: Report) -> OutboxMessage | None:
    """Write down one report; the same one twice changes nothing. Returns the id of a message that goes on to SMS."""
    if report.status in ARRIVED:
        _record_arrival(report)
    elif report.status == "failed":
        return _record_failure(report)
    return None


def _record_arrival(report: Report) -> None:
    """Settle the message as delivered; one that waits for SMS needs none any more."""
    waiting = _messages(report).filter(
        Q(channel=Channel.WHATSAPP, state__in=[MessageState.SENDING, MessageState.SENT])
        | Q(state=MessageState.QUEUED, first_try_at__isnull=False)
    )
    arrived: dict[str, object] = {
        "state": MessageState.DELIVERED,
        "channel": Channel.WHATSAPP,
        "delivered_at": now(),
        "reason": Reason.NONE,
        "detail": "",
        "report_due_at": None,
    }
    waiting.filter(is_secret=True).update(**arrived, **BLANK)
    waiting.filter(is_secret=False).update(**arrived)


def _record_failure(report: Report) -> OutboxMessage | None:
    """Send the message on to SMS, or fail it."""
    open_messages = _messages(report).filter(
        channel=Channel.WHATSAPP, state__in=[MessageState.SENDING, MessageState.SENT]
    )
    message = open_messages.first()
    if message is None:
        return None
    changes = way_out(message, reason=Reason.REFUSED, detail=report.detail)
    moved = open_messages.filter(pk=message.pk).update(**changes)
    return message if moved and changes["state"] == MessageState.QUEUED else None


def _messages(report: Report) -> QuerySet[OutboxMessage]:
    """Find the row by WhatsApp's id, or by our key: a report can be faster than the answer that brings the id."""
    found = Q(provider_id=report.provider_id) if report.provider_id else Q(pk__isnull=True)
    if report.reference:
        found |= Q(key=report.reference)
    return OutboxMessage.objects.filter(found)


def _dicts(value: Any, name: str) -> Iterator[dict[str, Any]]:
    """Yield the dictionaries of the list `value[name]`, if there is one."""
    items = value.get(name) if isinstance(value, dict) else None
    if isinstance(items, list):
        yield from (item for item in items if isinstance(item, dict))
