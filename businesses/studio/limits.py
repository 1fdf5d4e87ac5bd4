"""`/studio/batas-wilayah/`: which officer is limited to which kecamatan. Administrators alone."""

from wagtail.admin.panels import FieldPanel
from wagtail.admin.viewsets.model import ModelViewSet

from businesses.models import DistrictLimit


class DistrictLimitViewSet(ModelViewSet):
    """One row a person and kecamatan."""

    model = DistrictLimit
    url_prefix = "batas-wilayah"
    icon = "site"
    menu_label = "Batas wilayah petugas"
    menu_order = 620
    add_to_settings_menu = True
    copy_view_enabled = False
    list_display = ["person", "district"]
    list_filter = ["district"]
    search_fields = ["person__full_name", "district__name"]
    panels = [FieldPanel("person"), FieldPanel("district")]


limit_viewset = DistrictLimitViewSet()
