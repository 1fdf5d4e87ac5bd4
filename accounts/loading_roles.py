"""Makes the groups of `accounts.roles` with their permissions."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission

from accounts.roles import COLLECTION_PERMISSIONS, PERMISSIONS, Role


@transaction.atomic
def load_roles() -> None:
    """Make every role's group and give it what the tables say; running it again changes nothing."""
    root = Collection.get_first_root_node()
    for role in Role:
        group, _ = Group.objects.get_or_create(name=role.value)
        group.permissions.add(*_permissions(PERMISSIONS[role]))
        for permission in _permissions(COLLECTION_PERMISSIONS.get(role, ())):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)


def _permissions(names: Iterable[str]) -> list[Permission]:
    """Return the permissions called `names` ("app.codename") that exist."""
    wanted = set(names)
    apps = {name.partition(".")[0] for name in wanted}
    found = Permission.objects.filter(content_type__app_label__in=apps).select_related("content_type")
    return [row for row in found if f"{row.content_type.app_label}.{row.codename}" in wanted]
