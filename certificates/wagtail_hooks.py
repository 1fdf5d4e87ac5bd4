"""What `/studio/` gets from the room `certificates`."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from certificates.models import Certificate
from certificates.permissions import RegisterPolicy
from certificates.register import RegisterViewSet, register_viewset

register_permission_policy(Certificate, RegisterPolicy(Certificate))


@hooks.register("register_admin_viewset")
def register_certificates() -> RegisterViewSet:
    """Show the register."""
    return register_viewset
