"""Numbers change: by the person with a code, or by the office when the old number is lost."""

from django.db import transaction
from django.db.models import F
from wagtail.log_actions import log

from accounts.creating import free_phone
from accounts.errors import NotAllowed, ReasonMissing
from accounts.models import User
from accounts.permissions import can_restore_access
from accounts.signals import phone_changed
from core.phones import normalise_phone

CHANGE_PHONE_ACTION = "accounts.change_phone"


def verify_phone(person: User, phone: str) -> None:
    """Note that `person` typed in the code sent to `phone`, which from now on is theirs."""
    old = verified_phone(person)
    with transaction.atomic():
        free_phone(phone, keep=person)
        person.phone, person.phone_verified = phone, True
        person.save(update_fields=["phone", "phone_verified"])
        announce_change(person, old)


def change_phone(person: User, *, phone: str, by: User, reason: str) -> None:
    """Give `person` a new number because the old one is lost, end their sessions, and log who did it and why.

    The number counts as verified once its first code is typed in. The log keeps the last three digits only.
    Raises NotAllowed, ReasonMissing, PhoneTaken, or a UserFault about the number.
    """
    if not can_restore_access(by, person):
        raise NotAllowed
    if not reason.strip():
        raise ReasonMissing
    number, old = normalise_phone(phone), verified_phone(person)
    with transaction.atomic():
        free_phone(number, keep=person)
        data = {"reason": reason.strip(), "from": masked(person.phone), "to": masked(number)}
        person.phone, person.phone_verified = number, False
        person.save(update_fields=["phone", "phone_verified"])
        end_sessions(person)
        announce_change(person, old)
        log(instance=person, action=CHANGE_PHONE_ACTION, user=by, data=data)


def verified_phone(person: User) -> str:
    """Return the number of `person` if they have shown that it is theirs; else an empty string."""
    return (person.phone or "") if person.phone_verified else ""


def announce_change(person: User, old: str) -> None:
    """Say after commit that the verified number `old` was replaced, if it was."""
    if old and old != person.phone:
        transaction.on_commit(lambda: phone_changed.send(sender=User, person=person, old_phone=old), robust=True)


def end_sessions(person: User) -> None:
    """Sign `person` out everywhere."""
    User.objects.filter(pk=person.pk).update(session_epoch=F("session_epoch") + 1)
    person.refresh_from_db(fields=["session_epoch"])


def masked(phone: str | None) -> str:
    """Return the last three digits of a number: enough to tell two apart, too little to call."""
    return f"…{phone[-3:]}" if phone else ""
