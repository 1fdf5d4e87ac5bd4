from django.apps import AppConfig


class HomeConfig(AppConfig):
    """Registers the room `home`; what it hears and offers is wired in `ready()`."""

    name = "home"
