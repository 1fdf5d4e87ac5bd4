from django.apps import AppConfig


class MessagingConfig(AppConfig):
    """Registers the room `messaging`; what it hears and offers is wired in `ready()`."""

    name = "messaging"
