"""What `/studio/` gets from the room `reference`. Who may do what: model permissions, given by `load_roles`."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from reference.models import District, Village
from reference.permissions import PlacePolicy
from reference.studio import ReferenceGroup, reference_group

for place in (District, Village):
    register_permission_policy(place, PlacePolicy(place))


@hooks.register("register_admin_viewset")
def register_reference() -> ReferenceGroup:
    """Show the lists."""
    return reference_group
