"""What `/studio/` gets from the room `reference`. Who may do what: model permissions, given by `load_roles`."""

from wagtail import hooks

from reference.studio import ReferenceGroup, reference_group


@hooks.register("register_admin_viewset")
def register_reference() -> ReferenceGroup:
    """Show the lists."""
    return reference_group
