from django.apps import AppConfig


class MentoringConfig(AppConfig):
    """Registers the room `mentoring`; what it hears and offers is wired in `ready()`."""

    name = "mentoring"
