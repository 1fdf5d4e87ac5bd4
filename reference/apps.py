from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    """Registers the room `reference`; what it hears and offers is wired in `ready()`."""

    name = "reference"
