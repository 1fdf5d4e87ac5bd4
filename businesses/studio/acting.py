"""Acts on many businesses at once, from the list."""

from typing import Any

from django.db.models import QuerySet
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.log_actions import log

from businesses.changing_status import declare_status
from businesses.models import Business, BusinessStatus
from businesses.permissions import can_change_businesses, within_districts
from businesses.studio.finding import BusinessFilterSet, search_businesses
from businesses.studio.showing import STATUS_ACTION, StatusForm


class StatusBulkAction(BulkAction):
    """Give the chosen businesses one status."""

    models = [Business]
    display_name = "Ubah status"
    aria_label = "Ubah status usaha yang dipilih"
    action_type = "status"
    template_name = "businesses/studio/bulk_status.html"
    form_class = StatusForm

    def own(self) -> QuerySet[Business]:
        """Return the businesses that the officer may change."""
        rows = Business.objects.order_by("name", "pk")
        allowed = can_change_businesses(self.request.user)
        return within_districts(self.request.user, rows) if allowed else rows.none()

    def get_actionable_objects(self) -> tuple[list[Business], dict[str, Any]]:
        """Return the chosen ones among the officer's own; others do not exist for them."""
        ids = self.request.GET.getlist("id")
        rows = self.in_listing() if "all" in ids else self.own().filter(pk__in=[pk for pk in ids if pk.isdecimal()])
        return list(rows), {"items_with_no_access": []}

    def in_listing(self) -> QuerySet[Business]:
        """Return everything that the list shows with the filters and the search of the address."""
        rows: QuerySet[Business] = BusinessFilterSet(self.request.GET, queryset=self.own(), request=self.request).qs
        words = self.request.GET.get("q", "").strip()
        return search_businesses(rows, words) if words else rows

    def get_execution_context(self) -> dict[str, Any]:
        """Hand the form and the officer over."""
        form: Any = self.cleaned_form
        return {"values": dict(form.cleaned_data), "by": self.request.user}

    @classmethod
    def execute_action(cls, objects: list[Business], **kwargs: Any) -> tuple[int, int]:
        """Write each down, with its own history."""
        values, by = kwargs["values"], kwargs["by"]
        status = BusinessStatus(values.pop("status"))
        for business in objects:
            declare_status(business, status, by=by, **values)
            log(instance=business, action=STATUS_ACTION, user=by, data={"status": status})
        return len(objects), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        """Say how many."""
        return f"Status {num_parent_objects} usaha diubah."
