from django.apps import AppConfig


class MediaConfig(AppConfig):
    """Registers the room `media`; what it hears and offers is wired in `ready()`."""

    name = "media"
