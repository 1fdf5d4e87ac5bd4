from django.apps import AppConfig


class HomeConfig(AppConfig):
    """Registers the room `home`; what it hears and offers is wired in `ready()`."""

    name = "home"

    def ready(self) -> None:
        """Hear of new people from the start, not only once the sign-up form was shown."""
        from home import signing_up  # noqa: F401, PLC0415  models aren't loaded before
