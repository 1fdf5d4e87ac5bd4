from django.apps import AppConfig


class CoursesConfig(AppConfig):
    """Registers the room `courses`; what it hears and offers is wired in `ready()`."""

    name = "courses"
