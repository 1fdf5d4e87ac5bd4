"""The door of the room `messaging`."""

from messaging.measuring import outbox_backlog
from messaging.queueing import one_bell, send_message
from messaging.templating import template_names

__all__ = ["one_bell", "outbox_backlog", "send_message", "template_names"]
