from django.apps import AppConfig


class BusinessesConfig(AppConfig):
    """Registers the room `businesses`; what it hears and offers is wired in `ready()`."""

    name = "businesses"
