"""The PIN with which a decision is made: hashed, counted, locked after too many wrong ones."""

import datetime as dt
import re
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.db.models import Case, F, Value, When

from certificates.errors import PinLocked, PinMissing, PinTooSimple, PinWrong
from certificates.models import ApproverPin
from core.clock import now

TRIES = 5
LOCKED_FOR = dt.timedelta(minutes=15)
_SIX_DIGITS = re.compile(r"[0-9]{6}")


def set_pin(person: Any, pin: str) -> None:
    """Give `person` this PIN of six digits. Raises PinTooSimple."""
    if not _SIX_DIGITS.fullmatch(pin) or len(set(pin)) < 3 or pin in "0123456789" or pin in "9876543210":
        raise PinTooSimple
    values = {"pin_hash": make_password(pin), "failures": 0, "locked_until": None, "set_at": now()}
    ApproverPin.objects.update_or_create(person=person, defaults=values)


def has_pin(person: Any) -> bool:
    """Say whether `person` has one."""
    return ApproverPin.objects.filter(person=person).exists()


def check_pin(person: Any, pin: str) -> None:
    """Raise PinMissing, PinLocked or PinWrong. A try is counted before it is looked at, so that many at once count."""
    mine = ApproverPin.objects.filter(person=person)
    found = mine.first()
    if found is None:
        raise PinMissing
    mine.filter(locked_until__lte=now()).update(failures=0, locked_until=None)
    # The last try locks in the same statement: a process that dies after it must not lock for ever.
    last = When(failures=TRIES - 1, then=Value(now() + LOCKED_FOR))
    if not mine.filter(failures__lt=TRIES).update(failures=F("failures") + 1, locked_until=Case(last)):
        raise PinLocked
    if not check_password(pin, found.pin_hash):
        raise PinWrong
    mine.update(failures=0, locked_until=None)
