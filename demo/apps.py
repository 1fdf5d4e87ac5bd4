from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Registers the room `demo`; what it hears and offers is wired in `ready()`."""

    name = "demo"
