"""What `/studio/` gets from the room `certificates`."""

from typing import Any

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from certificates.models import Certificate
from certificates.permissions import RegisterPolicy
from certificates.register import RegisterViewSet, register_viewset
from certificates.revoking import LOG_ACTION

register_permission_policy(Certificate, RegisterPolicy(Certificate))


@hooks.register("register_admin_viewset")
def register_certificates() -> RegisterViewSet:
    """Show the register."""
    return register_viewset


@hooks.register("register_log_actions")
def register_revoking(actions: Any) -> None:
    """Name the act in the admin's log."""
    actions.register_action(LOG_ACTION, "Cabut sertifikat", "Sertifikat dicabut")
