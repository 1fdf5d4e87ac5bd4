"""What `/studio/` loses for everybody."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

# Wagtail's own pages about itself, on its own site and in English.
FOREIGN_HELP = ("whats-new-in-wagtail", "editor-guide")


@hooks.register("construct_help_menu")
def hide_foreign_help(request: HttpRequest, items: list[Any]) -> None:
    """Leave only help that our people can read."""
    items[:] = [item for item in items if not item.name.startswith(FOREIGN_HELP)]
