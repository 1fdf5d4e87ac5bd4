"""Who may change places and say which are reached first. Nobody adds or removes a place by hand."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from wagtail.permission_policies import ModelPermissionPolicy

LOADED_ONLY = {"add", "delete"}

Person = Any  # accounts.User or AnonymousUser; the class stays behind its room's door


def can_see_priority(person: Person) -> bool:
    """The office sees tiers, ways and the index as they are today."""
    return person.is_active and person.has_perm("reference.view_district")


def can_set_tiers(person: Person) -> bool:
    """Officers and administrators say that a kecamatan is of another tier."""
    return person.is_active and person.has_perm("reference.add_districttier")


def can_publish_priority(person: Person) -> bool:
    """The head and administrators publish an order to everybody."""
    return person.is_active and person.has_perm("reference.add_priorityedition")


class PlacePolicy(ModelPermissionPolicy):
    """Kecamatan and desa come and go by `load_reference` alone: records point at them by their official codes."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Refuse adding and deleting, to superusers as well."""
        return action not in LOADED_ONLY and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: list[str]) -> bool:
        """Say whether one of `actions` is allowed."""
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions: list[str]) -> "QuerySet[Any]":
        """Return the people who may do one of `actions`."""
        allowed = [action for action in actions if action not in LOADED_ONLY]
        if not allowed:
            return get_user_model()._default_manager.none()
        found: QuerySet[Any] = super().users_with_any_permission(allowed)
        return found
