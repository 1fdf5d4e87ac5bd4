"""The door of the room `messaging`."""

from messaging.queueing import one_bell, send_message
from messaging.templating import template_names

__all__ = ["one_bell", "send_message", "template_names"]
