from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Registers the room `desk`; what it hears and offers is wired in `ready()`."""

    name = "desk"

    def ready(self) -> None:
        """Let learning count as a sign that the learner's business lives: the two rooms don't know each other."""
        from businesses.extensions import register_sign_of_life  # noqa: PLC0415  models must be loaded first
        from courses.public import last_learned  # noqa: PLC0415

        register_sign_of_life("belajar", last_learned)
