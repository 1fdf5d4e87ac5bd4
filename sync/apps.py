from django.apps import AppConfig


class SyncConfig(AppConfig):
    """Registers the room `sync`; what it hears and offers is wired in `ready()`."""

    name = "sync"
    verbose_name = "Kiriman HP"

    def ready(self) -> None:
        """Remove files with their rows; add this room's part to own data."""
        from accounts.extensions import register_own_data  # noqa: PLC0415  models must be loaded first
        from sync import receivers  # noqa: F401, PLC0415
        from sync.exporting import collect_own_data  # noqa: PLC0415

        register_own_data("Kiriman dari HP", collect_own_data)
