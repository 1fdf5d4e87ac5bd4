"""What `/studio/` gets from the room `certificates`."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse_lazy
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from certificates.models import Certificate
from certificates.permissions import RegisterPolicy
from certificates.register import RegisterViewSet, register_viewset
from certificates.studio_home import ApprovalItem, WaitingPanel

register_permission_policy(Certificate, RegisterPolicy(Certificate))


@hooks.register("register_admin_viewset")
def register_certificates() -> RegisterViewSet:
    """Show the register."""
    return register_viewset


@hooks.register("register_admin_menu_item")
def register_approval_item() -> ApprovalItem:
    """Lead the head of office to what waits."""
    return ApprovalItem("Persetujuan", reverse_lazy("certificates:queue"), icon_name="check", order=615)


@hooks.register("construct_homepage_panels")
def show_what_waits(request: HttpRequest, panels: list[Any]) -> None:
    """Put the count of what waits on the first screen."""
    panels.append(WaitingPanel())
