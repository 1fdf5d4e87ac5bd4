from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Registers the room `core`; what it hears and offers is wired in `ready()`."""

    name = "core"

    def ready(self) -> None:
        """Begin with a token for the state of the content."""
        from core import content_version, store_privacy  # noqa: F401, PLC0415  a model exists only now
