"""`/studio/usaha/` put together."""

from typing import Any

from django.urls import URLPattern, path
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet

from businesses.models import Business
from businesses.studio.editing import BusinessCreateView, BusinessEditView, edit_handler
from businesses.studio.leading import leading_view
from businesses.studio.leading_on import lead_on
from businesses.studio.listing import BusinessIndexView, marks_of, people_of, place_of, sizes_of
from businesses.studio.showing import (
    BusinessDeleteView,
    BusinessHistoryView,
    BusinessInspectView,
    BusinessUsageView,
    note_view,
    status_view,
)


class BusinessViewSet(ModelViewSet):
    """The registry in the studio."""

    model = Business
    url_prefix = "usaha"
    menu_label = "Usaha"
    icon = "clipboard-list"
    menu_order = 610
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ["name"]
    index_view_class = BusinessIndexView
    add_view_class = BusinessCreateView
    edit_view_class = BusinessEditView
    delete_view_class = BusinessDeleteView
    history_view_class = BusinessHistoryView
    usage_view_class = BusinessUsageView
    inspect_view_class = BusinessInspectView
    search_fields = ["name"]
    search_backend_name = None
    list_per_page = 30
    list_display: list[Any] = [
        "name",
        Column("people", label="Pemilik dan pekerja", accessor=people_of),
        "product",
        Column("place", label="Tempat", accessor=place_of, sort_key="village__district__name"),
        Column("status", label="Status", accessor="get_status_display", sort_key="status"),
        Column("size", label="Golongan", accessor=sizes_of, sort_key="industry_size"),
        Column("mark", label="Tanda", accessor=marks_of),
    ]
    edit_handler = edit_handler

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the acts on one business; what was merged away leads on."""
        patterns = [
            *super().get_urlpatterns(),
            path("status/<int:pk>/", status_view, name="status"),
            path("unggulan/<int:pk>/", leading_view, name="leading"),
            path("catatan/<int:pk>/", note_view, name="note"),
        ]
        return [lead_on(one) if "int:pk" in str(one.pattern) else one for one in patterns]


business_viewset = BusinessViewSet()
