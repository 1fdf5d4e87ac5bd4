"""What `/studio/` loses and gains for everybody."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.forms.workflows import WorkflowPageForm
from wagtail.sites.views import IndexView as SiteIndexView

# Wagtail's own pages about itself, on its own site and in English.
FOREIGN_HELP = ("whats-new-in-wagtail", "editor-guide")
# Wagtail makes these words from the names of its fields, out of reach of a catalogue.
SITE_COLUMNS = {"site_name": "Nama situs", "root_page": "Halaman akar"}

for column in SiteIndexView.columns:
    column.label = SITE_COLUMNS.get(column.name, column.label)
WorkflowPageForm.base_fields["page"].label = "Halaman"


@hooks.register("construct_help_menu")
def hide_foreign_help(request: HttpRequest, items: list[Any]) -> None:
    """Leave only help that our people can read."""
    items[:] = [item for item in items if not item.name.startswith(FOREIGN_HELP)]
