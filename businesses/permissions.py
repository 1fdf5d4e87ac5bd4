"""Who may see the registry. Its first screens stand on Wagtail's model permissions, given by `load_roles`."""

from typing import Any

Person = Any  # accounts.User or AnonymousUser; the class stays behind its room's door


def can_see_businesses(person: Person) -> bool:
    """The office reads the registry."""
    return person.is_active and person.has_perm("businesses.view_business")


def can_change_businesses(person: Person) -> bool:
    """Officers and administrators keep it."""
    return person.is_active and person.has_perm("businesses.change_business")
