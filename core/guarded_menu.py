"""Items of the studio's menu for some people only."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem


class GuardedItem(MenuItem):
    """A menu item for those whom `allows` lets in."""

    def __init__(self, label: str, url: Any, *, allows: Callable[[Any], bool], **kwargs: Any) -> None:
        self.allows = allows
        super().__init__(label, url, **kwargs)

    def is_shown(self, request: HttpRequest) -> bool:
        """Ask the same predicate as the view behind the item."""
        return self.allows(request.user)
