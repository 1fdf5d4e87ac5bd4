"""What `/studio/` gets from the room `businesses`."""

from typing import Any

from django.urls import URLPattern
from wagtail import hooks
from wagtail.log_actions import LogFormatter

from businesses.field.recording import FIELD_ACTION
from businesses.merging.joining import MERGE_ACTION
from businesses.nik import VIEW_ACTION, WRITE_ACTION
from businesses.studio import BusinessViewSet, DistrictLimitViewSet, business_viewset, limit_viewset
from businesses.studio.acting import StatusBulkAction
from businesses.studio.importing import import_urls
from businesses.studio.leading import LEADING_ACTION, LeadingRuleViewSet, leading_rule_viewset
from businesses.studio.merging import merging_urls
from businesses.studio.nik import nik_urls
from businesses.studio.showing import NOTE_ACTION, STATUS_ACTION
from businesses.views import OWNER_ACTION
from businesses.writing import IMPORT_ACTION, UNDO_ACTION

hooks.register("register_bulk_action", StatusBulkAction)


@hooks.register("register_admin_viewset")
def register_businesses() -> list[BusinessViewSet | DistrictLimitViewSet | LeadingRuleViewSet]:
    """Show the registry, who is limited to which kecamatan, and what makes a business leading."""
    return [business_viewset, limit_viewset, leading_rule_viewset]


@hooks.register("register_log_actions")
def register_log_words(actions: Any) -> None:
    """Name what is logged."""
    actions.register_action(STATUS_ACTION, "Ubah status usaha", "Status usaha diubah")
    actions.register_action(LEADING_ACTION, "Putuskan unggulan", "Keputusan unggulan ditulis")
    actions.register_action(NOTE_ACTION, "Catat kontak", "Catatan atau kontak ditulis")
    actions.register_action(OWNER_ACTION, "Perbaikan oleh pemilik", "Diperbaiki oleh pemilik usaha")
    actions.register_action(IMPORT_ACTION, "Impor usaha", "Dicatat atau diperbarui oleh impor")
    actions.register_action(UNDO_ACTION, "Batalkan impor", "Dikembalikan ke sebelum impor")

    actions.register_action(WRITE_ACTION, "Catat NIK", "NIK pemilik dicatat")

    @actions.register_action(VIEW_ACTION)
    class NikFormatter(LogFormatter):
        """Says why it was looked at."""

        label = "Lihat NIK"

        def format_message(self, log_entry: Any) -> str:
            """Return one sentence."""
            return f"NIK pemilik dilihat utuh: {log_entry.data['reason']}"

    @actions.register_action(MERGE_ACTION)
    class MergeFormatter(LogFormatter):
        """Says what went and why."""

        label = "Gabungkan usaha"

        def format_message(self, log_entry: Any) -> str:
            """Return one sentence."""
            return f"Digabung dengan {log_entry.data['gone']}: {log_entry.data['reason']}"

    actions.register_action(FIELD_ACTION, "Pendataan lapangan", "Dicatat atau dilengkapi di lapangan")


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    """Mount what is no view of one model."""
    return [*import_urls(), *merging_urls(), *nik_urls()]
