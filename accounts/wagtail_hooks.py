"""What this room adds to the admin: what people ask about their data, log entries, links to one's own account."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from accounts.changing_phone import CHANGE_PHONE_ACTION
from accounts.data_request_admin import AnswerOnlyPolicy, DataRequestViewSet, data_request_viewset
from accounts.models import DataRequest

register_permission_policy(DataRequest, AnswerOnlyPolicy(DataRequest))


@hooks.register("register_admin_viewset")
def register_data_requests() -> DataRequestViewSet:
    """Show the queue of requests."""
    return data_request_viewset


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """Name what `change_phone` logs."""
    actions.register_action(CHANGE_PHONE_ACTION, "Ganti nomor HP", "Nomor HP diganti")


@hooks.register("register_account_menu_item")
def own_data_item(request: HttpRequest) -> dict[str, str]:
    """Lead from the admin's account screen to name, number, password and second factor."""
    return {
        "url": reverse("own_data"),
        "label": "Data saya",
        "help_text": "Nama, nomor HP, kata sandi, dan pengaman akun.",
    }
