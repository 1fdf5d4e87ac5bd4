"""Sends one message: claim the row, hand it to a gateway, write down what happened."""

import datetime as dt
import logging

from django.conf import settings
from django.db.models import DateTimeField, F, Value
from django.db.models.functions import Coalesce

from core.clock import now
from messaging.errors import GatewayFault, GatewayRefused, GatewaySilent
from messaging.gateways.letter import Letter
from messaging.models import Channel, MessageState, OutboxMessage, Reason
from messaging.routing import channel_behind, gateway_for
from messaging.templating import OLD_NUMBER_TEMPLATE

log = logging.getLogger(__name__)
BLANK: dict[str, object] = {"text": "", "values": {}}


def deliver(message_id: int) -> None:
    """Send the message if it is due and free; where WhatsApp refuses it, go straight on to SMS."""
    while message := claim(message_id):
        reason = _why_not(message)
        if reason:
            settle(message, state=MessageState.FAILED, reason=reason)
        else:
            _try_once(message)


def claim(message_id: int) -> OutboxMessage | None:
    """Take a due message for this worker: of any number of senders one gets it. `claimed_at` is the ticket."""
    moment = now()
    taken = OutboxMessage.objects.filter(pk=message_id, state=MessageState.QUEUED, next_try_at__lte=moment).update(
        state=MessageState.SENDING,
        claimed_at=moment,
        attempts=F("attempts") + 1,
        first_try_at=Coalesce("first_try_at", Value(moment, output_field=DateTimeField())),
    )
    return OutboxMessage.objects.select_related("person").get(pk=message_id) if taken else None


def settle(message: OutboxMessage, **changes: object) -> bool:
    """Write the outcome if the claim still holds: a report or the sweep may have been faster, then theirs stands."""
    if message.is_secret and changes.get("state") in {MessageState.DELIVERED, MessageState.FAILED}:
        changes |= BLANK
    held = OutboxMessage.objects.filter(
        pk=message.pk, state=MessageState.SENDING, claimed_at=message.claimed_at
    ).update(**changes)
    log.info("message %s by %s: %s", message.pk, message.channel, changes.get("state"))
    return bool(held)


def way_out(message: OutboxMessage, *, reason: Reason, detail: str = "") -> dict[str, object]:
    """Return the changes for a message that its channel will not deliver: on to the channel behind, or failed."""
    behind = channel_behind(message.channel)
    if not behind:
        blank = BLANK if message.is_secret else {}
        return {"state": MessageState.FAILED, "reason": reason, "detail": detail, **blank}
    return {
        "state": MessageState.QUEUED,
        "channel": behind,
        "attempts": 0,
        "next_try_at": now(),
        "report_due_at": None,
        "reason": reason,
        "detail": detail,
    }


def _why_not(message: OutboxMessage) -> Reason | None:
    """Say why a claimed message must not go out any more."""
    if message.expires_at and message.expires_at <= now():
        return Reason.EXPIRED
    person = message.person
    if message.is_secret or message.template == OLD_NUMBER_TEMPLATE:
        return None
    if person is None or not person.is_active or person.phone != message.to:
        return Reason.RECIPIENT_GONE
    return None


def _try_once(message: OutboxMessage) -> None:
    """Hand the message to its gateway once."""
    letter = Letter(
        reference=message.key,
        to=message.to,
        template=message.template,
        text=message.text,
        values=message.values,
        code=message.values.get("kode") if message.is_secret else None,
    )
    try:
        provider_id = gateway_for(message.channel).send(letter)
    except GatewayFault as fault:
        settle(message, **_after_fault(message, fault))
    else:
        settle(message, **_after_success(message, provider_id))


def _after_success(message: OutboxMessage, provider_id: str) -> dict[str, object]:
    """WhatsApp owes a report; SMS has none to give, so a code is blanked at once; the demo file is the phone."""
    moment = now()
    changes: dict[str, object] = {"state": MessageState.SENT, "provider_id": provider_id, "sent_at": moment}
    if message.channel == Channel.DEMO:
        return {**changes, "state": MessageState.DELIVERED, "delivered_at": moment}
    if message.channel == Channel.WHATSAPP:
        return {**changes, "report_due_at": _patience_ends(message)}
    return {**changes, **(BLANK if message.is_secret else {})}


def _after_fault(message: OutboxMessage, fault: GatewayFault) -> dict[str, object]:
    """Turn a gateway's fault into what happens next."""
    if isinstance(fault, GatewayRefused):
        return way_out(message, reason=Reason.REFUSED, detail=fault.detail)
    if isinstance(fault, GatewaySilent) and message.channel == Channel.WHATSAPP:
        # Perhaps it is on its way: trying WhatsApp again could double it. A report or the fallback decides.
        return {"state": MessageState.SENT, "detail": fault.detail, "report_due_at": _patience_ends(message)}
    return _try_later(message, fault)


def _try_later(message: OutboxMessage, fault: GatewayFault) -> dict[str, object]:
    """Return the next try by the back-off; a message that waits for WhatsApp moves to SMS 30 s after its first try."""
    waits: tuple[int, ...] = settings.MESSAGE_BACKOFF_SECONDS
    if message.attempts > len(waits):
        return way_out(message, reason=Reason.GAVE_UP, detail=fault.detail)
    due = now() + dt.timedelta(seconds=waits[message.attempts - 1])
    deadline = (message.first_try_at or now()) + _patience()
    if due >= deadline and channel_behind(message.channel):
        return {**way_out(message, reason=Reason.GAVE_UP, detail=fault.detail), "next_try_at": max(now(), deadline)}
    return {"state": MessageState.QUEUED, "next_try_at": due, "detail": fault.detail}


def _patience_ends(message: OutboxMessage) -> dt.datetime:
    """When SMS takes over, counted from the beginning of this try: a slow answer of WhatsApp is part of the wait."""
    return (message.claimed_at or now()) + _patience()


def _patience() -> dt.timedelta:
    """How long WhatsApp may take until SMS is tried."""
    return dt.timedelta(seconds=settings.MESSAGE_FALLBACK_SECONDS)
