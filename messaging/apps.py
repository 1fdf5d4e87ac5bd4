from django.apps import AppConfig


class MessagingConfig(AppConfig):
    """Registers the room `messaging`; what it hears and offers is wired in `ready()`."""

    name = "messaging"
    verbose_name = "Pesan"

    def ready(self) -> None:
        """Wire what the room hears, and add the person's messages to the file of their own data."""
        from accounts.extensions import register_own_data  # noqa: PLC0415  models must be loaded first
        from messaging import receivers, tasks  # noqa: F401, PLC0415
        from messaging.collecting import own_messages  # noqa: PLC0415

        register_own_data("Pesan kepada saya", own_messages)
