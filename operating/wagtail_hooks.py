"""What `/studio/` gets from the room `operating`: the status page, for administrators."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from operating.permissions import can_see_status
from operating.views import status


class StatusItem(MenuItem):
    """The way to the status page."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Ask the same predicate as the view."""
        return can_see_status(request.user)


@hooks.register("register_admin_menu_item")
def register_status_item() -> MenuItem:
    """Show it among the first: something may be wrong."""
    return StatusItem("Status", reverse_lazy("operating_status"), icon_name="cogs", order=650)


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    """Mount it under `/studio/`, where only people who may enter the admin get."""
    return [path("status/", status, name="operating_status")]
