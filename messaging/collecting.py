"""The messages a person was sent, for the file they can download."""

from typing import Any

from messaging.models import OutboxMessage


def own_messages(person: Any) -> list[dict[str, object]]:
    """Return the messages to `person`; codes are not kept and so have no text."""
    messages = OutboxMessage.objects.filter(person=person)
    return [
        {
            "jenis": message.template,
            "nomor": message.to,
            "isi": "" if message.is_secret else message.text,
            "jalur": message.get_channel_display(),
            "keadaan": message.get_state_display(),
            "dibuat": message.created_at,
        }
        for message in messages.order_by("pk")
    ]
