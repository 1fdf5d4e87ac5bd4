"""Sends a failed message again, because somebody of the office asked for it."""

from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from core.clock import now
from messaging.models import MessageState, OutboxMessage, Reason
from messaging.queueing import ring
from messaging.routing import first_channel

RETRY_ACTION = "messaging.retry"


@transaction.atomic
def retry_message(message: OutboxMessage, *, by: Any) -> bool:
    """Queue a failed message from the start of its way and log who did; returns False if it had moved on already."""
    channel, to = first_channel(), message.phone_now
    moved = bool(channel and to) and OutboxMessage.objects.filter(
        pk=message.pk, state=MessageState.FAILED, is_secret=False
    ).update(
        state=MessageState.QUEUED,
        channel=channel,
        to=to,
        attempts=0,
        first_try_at=None,
        next_try_at=now(),
        report_due_at=None,
        reason=Reason.NONE,
        detail="",
    )
    if moved:
        log(instance=message, action=RETRY_ACTION, user=by)
        ring(message)
    return bool(moved)
