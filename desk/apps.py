from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Registers the room `desk`; what it hears and offers is wired in `ready()`."""

    name = "desk"
