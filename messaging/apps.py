from django.apps import AppConfig


class MessagingConfig(AppConfig):
    """Registers the room `messaging`; what it hears and offers is wired in `ready()`."""

    name = "messaging"
    verbose_name = "Pesan"

    def ready(self) -> None:
        """Wire what the room hears."""
        from messaging import receivers, tasks  # noqa: F401, PLC0415  models must be loaded first
