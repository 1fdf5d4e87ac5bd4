from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers the room `accounts`; what it hears and offers is wired in `ready()`."""

    name = "accounts"
    verbose_name = "Pengguna"

    def ready(self) -> None:
        """Wire receivers and deployment checks."""
        from accounts import checks, receivers  # noqa: F401, PLC0415  models aren't loaded before
