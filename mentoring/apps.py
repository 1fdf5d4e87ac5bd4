from django.apps import AppConfig


class MentoringConfig(AppConfig):
    """Registers the room `mentoring`; what it hears and offers is wired in `ready()`."""

    name = "mentoring"
    verbose_name = "Pendampingan"

    def ready(self) -> None:
        """Hear withdrawn consent; offer messages and own data; take what phones send."""
        from accounts.extensions import register_own_data  # noqa: PLC0415  models must be loaded first
        from mentoring import receivers, syncing, tasks  # noqa: F401, PLC0415
        from mentoring.collecting import collect_own_data  # noqa: PLC0415
        from mentoring.texts import TEXTS  # noqa: PLC0415
        from messaging.extensions import register_template  # noqa: PLC0415

        for name, text in TEXTS.items():
            register_template(name, text)
        register_own_data("Pendampingan", collect_own_data)
        syncing.register()
