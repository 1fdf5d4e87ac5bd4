"""Wagtail's own account screen, without what our people have elsewhere."""

from typing import Any

from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import AccountView


class StudioAccountView(AccountView):
    """Preferences of the admin. Name, number, password and second factor stand on the page Data saya."""

    def get_panels(self) -> list[Any]:
        """Leave out the panels that ask for first name, last name and password."""
        return [panel for panel in super().get_panels() if panel.name not in {"name_email", "password"}]


studio_account = require_admin_access(StudioAccountView.as_view())
