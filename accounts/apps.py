from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers the room `accounts`; what it hears and offers is wired in `ready()`."""

    name = "accounts"
    verbose_name = "Pengguna"
