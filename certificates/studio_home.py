"""What waits for the head of office, on the studio's first screen and in its menu."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from certificates.models import Certificate
from certificates.permissions import can_approve


class WaitingPanel(Component):
    """How many certificates wait for a decision, to those who decide."""

    name = "certificates_waiting"
    order = 90
    template_name = "certificates/studio/waiting.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Count only for people who decide."""
        if not can_approve(parent_context["request"].user):
            return {"shown": False}
        return {"shown": True, "count": Certificate.objects.waiting().count(), "url": reverse("certificates:queue")}


class ApprovalItem(MenuItem):
    """The way to the queue, for those who decide; the office comes to it from the register."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Ask the same predicate as the view that takes the decision."""
        return can_approve(request.user)
