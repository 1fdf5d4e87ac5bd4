"""What this room hears: a code was made, so it has to reach its phone; a number was replaced and has to hear of it."""

from typing import Any

from django.dispatch import receiver

from accounts.signals import code_created, phone_changed
from messaging.queueing import queue_code, queue_to_old_number


@receiver(code_created)
def queue_created_code(sender: object, phone: str, code: str, user: Any = None, **_: object) -> None:
    """Queue the code. That `accounts` made one is what makes a number ours to write to, before it has an account."""
    queue_code(phone, code, person_id=user.pk if user is not None else None)


@receiver(phone_changed)
def queue_word_to_old_number(sender: object, person: Any, old_phone: str, **_: object) -> None:
    """Queue the word to the old number."""
    queue_to_old_number(old_phone, person_id=person.pk)
