"""What `/studio/` gets from the room `reference`. Who may do what: model permissions, given by `load_roles`."""

from django.urls import URLPattern, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy

from core.guarded_menu import GuardedItem
from reference import priority_views
from reference.models import District, Village
from reference.permissions import PlacePolicy, can_see_priority
from reference.studio import ReferenceGroup, reference_group

for place in (District, Village):
    register_permission_policy(place, PlacePolicy(place))


@hooks.register("register_admin_viewset")
def register_reference() -> ReferenceGroup:
    """Show the lists."""
    return reference_group


@hooks.register("register_admin_menu_item")
def register_priority_item() -> MenuItem:
    """Show whom to reach first."""
    url = reverse_lazy("reference_priority")
    return GuardedItem("Prioritas wilayah", url, allows=can_see_priority, icon_name="site", order=612)


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    """Mount the screens that are no list of one model."""
    return [
        path("prioritas/", priority_views.priority_view, name="reference_priority"),
        path("prioritas/bobot/", priority_views.weights_view, name="reference_weights"),
        path("prioritas/waktu-tempuh/", priority_views.travel_view, name="reference_travel"),
        path("prioritas/<str:district>/golongan/", priority_views.tier_view, name="reference_tier"),
    ]
