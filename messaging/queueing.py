"""Puts messages into the outbox: each key once, and nothing to a number that is not ours to write to."""

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction

from core.clock import now
from core.templatetags.formats import waktu
from messaging.models import MessageState, OutboxMessage, Reason
from messaging.routing import first_channel
from messaging.sweeping import BELL_LOST_AFTER
from messaging.tasks import queue_of, send, sweep_outbox
from messaging.templating import OLD_NUMBER_TEMPLATE, fill

CODE_TEMPLATE = "kode_masuk"
_is_rung_together: ContextVar[bool] = ContextVar("is_rung_together", default=False)


class Person(Protocol):
    """What a message needs of an account."""

    pk: int
    full_name: str
    phone: str | None
    is_active: bool


def send_message(template: str, *, to: Person | str, values: Mapping[str, object], key: str) -> bool:
    """Queue the message `template` for a person or for the number (E.164) of an active account.

    `values` fill the template's placeholders (`nama` is filled from the account). `key` names this one message,
    e.g. `tugas_diterima:15`: the same key is never sent twice. Returns whether a message was queued now; a person
    without a number, an unknown number or a used key queue nothing. Raises TemplateUnknown or PlaceholderMissing.
    """
    person = _account_of(to)
    text, used = fill(template, {"nama": person.full_name if person else "", **values})
    if person is None or not person.phone:
        return False
    return _queue(key, template=template, person_id=person.pk, to=person.phone, values=used, text=text)


def queue_code(phone: str, code: str, *, person_id: int | None) -> bool:
    """Queue a sign-in code that has just been made for `phone`; it is worth nothing after `MESSAGE_CODE_SECONDS`."""
    lifetime = dt.timedelta(seconds=settings.MESSAGE_CODE_SECONDS)
    text, used = fill(CODE_TEMPLATE, {"kode": code, "menit": round(lifetime.total_seconds() / 60)})
    return _queue(
        f"{CODE_TEMPLATE}:{uuid.uuid4()}",
        template=CODE_TEMPLATE,
        person_id=person_id,
        to=phone,
        values=used,
        text=text,
        is_secret=True,
        expires_at=now() + lifetime,
    )


def queue_to_old_number(phone: str, *, person_id: int) -> bool:
    """Tell the number that was just replaced: whoever holds it learns of a change they did not ask for."""
    text, used = fill(OLD_NUMBER_TEMPLATE, {"waktu": waktu(now())})
    key = f"{OLD_NUMBER_TEMPLATE}:{uuid.uuid4()}"
    return _queue(key, template=OLD_NUMBER_TEMPLATE, person_id=person_id, to=phone, values=used, text=text)


def _account_of(to: Person | str) -> Person | None:
    """Return the active account that `to` is or names by number."""
    if not isinstance(to, str):
        return to if to.is_active else None
    return get_user_model()._default_manager.filter(phone=to, is_active=True, is_pending=False).first()


def _queue(key: str, **fields: object) -> bool:
    """Write the row once and ring once it is committed."""
    channel = first_channel()
    if not channel:
        fields |= {"state": MessageState.FAILED, "reason": Reason.NO_GATEWAY}
        if fields.get("is_secret"):
            fields |= {"text": "", "values": {}}
    message, is_new = OutboxMessage.objects.get_or_create(
        key=key, defaults={"channel": channel, "next_try_at": now(), **fields}
    )
    if is_new and channel:
        ring(message)
    return is_new


def ring(message: OutboxMessage) -> None:
    """Tell the worker after commit. Robust: with the broker down the request goes on and the sweep rings later."""
    if _is_rung_together.get():
        return
    message_id, queue = message.pk, queue_of(is_secret=message.is_secret)
    # A lambda, because Django can't name a failing `partial` in its log and raises instead.
    transaction.on_commit(lambda: send.apply_async((message_id,), queue=queue), robust=True)


@contextmanager
def one_bell() -> Iterator[None]:
    """Ring once, for the sweep, however many messages are queued inside: a whole class costs no more than one."""
    token = _is_rung_together.set(True)
    try:
        yield
    finally:
        _is_rung_together.reset(token)
    wait_s = BELL_LOST_AFTER.total_seconds()
    transaction.on_commit(lambda: sweep_outbox.apply_async(countdown=wait_s), robust=True)
