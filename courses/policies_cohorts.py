"""Hands Wagtail's questions about classes to the predicates of `permissions`."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from wagtail.permission_policies.base import BasePermissionPolicy

from courses.models import Cohort, CohortState
from courses.permissions import OFFICE, can_manage_cohorts, can_see_cohorts, seen_cohorts


class CohortPolicy(BasePermissionPolicy):
    """The office forms and changes, others look. A closed class stays as it is; only an empty draft is deleted."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Say whether `user` may do `action` on some classes."""
        if action == "view":
            return can_see_cohorts(user)
        return action in {"add", "change", "delete"} and can_manage_cohorts(user)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Cohort) -> bool:
        """Say whether `user` may do `action` on this class."""
        if action == "delete" and (instance.state != CohortState.DRAFT or instance.members.exists()):
            return False
        if action == "change" and instance.is_closed:
            return False
        return self.user_has_permission(user, action)

    def instances_user_has_any_permission_for(self, user: Any, actions: Collection[str]) -> "QuerySet[Cohort]":
        """Return the classes that `user` may look at."""
        return seen_cohorts(user)

    def users_with_any_permission(self, actions: Collection[str]) -> "QuerySet[Any]":
        """Return the people who may form classes."""
        held = Q(groups__name__in=[role.value for role in OFFICE]) | Q(is_superuser=True)
        return get_user_model()._default_manager.filter(held, is_active=True).distinct()
