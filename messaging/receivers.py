"""What this room hears: a code was made, so it has to reach its phone."""

from typing import Any

from django.dispatch import receiver

from accounts.signals import code_created
from messaging.queueing import queue_code


@receiver(code_created)
def queue_created_code(sender: object, phone: str, code: str, user: Any = None, **_: object) -> None:
    """Queue the code. That `accounts` made one is what makes a number ours to write to, before it has an account."""
    queue_code(phone, code, person_id=user.pk if user is not None else None)
