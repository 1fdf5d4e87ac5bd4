"""Every ten seconds: what nobody rings for any more is found here, by looking at the rows."""

import datetime as dt

from django.conf import settings
from django.db.models import Q

from core.clock import now
from messaging.models import MessageState, OutboxMessage, Reason
from messaging.routing import channel_behind
from messaging.sending import BLANK, way_out

# A gateway answers within 15 s (settings: connect 5, read 10); after a minute its worker is dead.
DEAD_AFTER = dt.timedelta(seconds=60)
# A fresh message has its own bell; only what stayed behind is rung for again.
BELL_LOST_AFTER = dt.timedelta(seconds=5)
BATCH = 200


def sweep() -> None:
    """Blank old codes, move overdue messages to SMS, free messages of dead workers."""
    blank_expired_codes()
    fall_back_overdue()
    free_abandoned()


def due_messages() -> list[tuple[int, bool]]:
    """Return id and `is_secret` of queued messages whose time has come: codes first, then by age."""
    due = OutboxMessage.objects.filter(state=MessageState.QUEUED, next_try_at__lte=now())
    late = due.filter(Q(attempts__gt=0) | Q(reason__gt="") | Q(created_at__lte=now() - BELL_LOST_AFTER))
    return list(late.order_by("-is_secret", "next_try_at").values_list("pk", "is_secret")[:BATCH])


def blank_expired_codes() -> int:
    """Fail queued codes whose time is over and blank every code that is; return how many rows changed."""
    over = OutboxMessage.objects.filter(is_secret=True, expires_at__lte=now())
    waiting = over.filter(state=MessageState.QUEUED).update(state=MessageState.FAILED, reason=Reason.EXPIRED, **BLANK)
    return waiting + over.exclude(text="").exclude(state=MessageState.SENDING).update(**BLANK)


def fall_back_overdue() -> int:
    """Queue for SMS what WhatsApp took and did not report on in time; return how many."""
    moved = 0
    overdue = OutboxMessage.objects.filter(state=MessageState.SENT, report_due_at__lte=now())
    for message in overdue.order_by("pk")[:BATCH]:
        if not channel_behind(message.channel):
            changes: dict[str, object] = {"report_due_at": None}
        else:
            changes = way_out(message, reason=Reason.NO_REPORT)
        # Filtered again on the old state: a report may have come since the read.
        moved += OutboxMessage.objects.filter(
            pk=message.pk, state=MessageState.SENT, report_due_at=message.report_due_at
        ).update(**changes)
    return moved


def free_abandoned() -> int:
    """Queue again what a worker claimed and never settled; on WhatsApp it may have gone out, so SMS is next."""
    freed = 0
    abandoned = OutboxMessage.objects.filter(state=MessageState.SENDING, claimed_at__lte=now() - DEAD_AFTER)
    for message in abandoned.order_by("pk")[:BATCH]:
        if channel_behind(message.channel):
            changes = way_out(message, reason=Reason.NO_REPORT)
        else:
            changes = {"state": MessageState.QUEUED, "next_try_at": now()}
        freed += OutboxMessage.objects.filter(
            pk=message.pk, state=MessageState.SENDING, claimed_at=message.claimed_at
        ).update(**changes)
    return freed


def forget_old_texts() -> int:
    """Blank what was written to people long ago: the row stays as proof that it went out. Returns how many."""
    before = now() - dt.timedelta(days=settings.MESSAGE_TEXT_DAYS)
    settled = [MessageState.SENT, MessageState.DELIVERED, MessageState.FAILED]
    old = OutboxMessage.objects.filter(created_at__lte=before, state__in=settled).exclude(text="")
    return old.update(**BLANK)
