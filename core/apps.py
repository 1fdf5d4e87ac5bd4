from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Registers the room `core`; what it hears and offers is wired in `ready()`."""

    name = "core"
