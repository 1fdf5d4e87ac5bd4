from django.apps import AppConfig


class OperatingConfig(AppConfig):
    """Registers the room `operating`: what an administrator runs the product with."""

    name = "operating"
    verbose_name = "pengoperasian"

    def ready(self) -> None:
        """Have requests traced into tasks, and the checks registered."""
        from operating import checks, tracing  # noqa: F401, PLC0415
