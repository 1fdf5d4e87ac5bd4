"""What `/studio/` gets from the room `businesses`."""

from wagtail import hooks

from businesses.studio import BusinessViewSet, business_viewset


@hooks.register("register_admin_viewset")
def register_businesses() -> BusinessViewSet:
    """Show the registry's list."""
    return business_viewset
