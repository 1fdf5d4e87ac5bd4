"""What the worker and beat do for messages. Only ids travel through the broker."""

from celery import shared_task

from messaging.sending import deliver
from messaging.sweeping import due_messages, forget_old_texts, sweep


def queue_of(*, is_secret: bool) -> str:
    """Return the queue on which a message goes out: a sign-in code never waits behind a class's messages."""
    return "codes" if is_secret else "default"


@shared_task(name="messaging.send")
def send(message_id: int) -> None:
    """Send one message, if nobody else has it."""
    deliver(message_id)


@shared_task(name="messaging.sweep")
def sweep_outbox() -> None:
    """Fall back to SMS, free what a dead worker left, blank old codes, ring for what is due."""
    sweep()
    for message_id, is_secret in due_messages():
        send.apply_async((message_id,), queue=queue_of(is_secret=is_secret))


@shared_task(name="messaging.forget")
def forget() -> None:
    """Blank the texts of old messages."""
    forget_old_texts()
