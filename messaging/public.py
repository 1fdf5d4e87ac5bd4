"""The door of the room `messaging`."""

from messaging.queueing import send_message
from messaging.templating import template_names

__all__ = ["send_message", "template_names"]
