"""Hands Wagtail's questions about rows that aren't pages to the predicates of `permissions`."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from wagtail.permission_policies.base import BasePermissionPolicy

from accounts.public import Role
from courses.models import BankQuestion, TrainerInvitation
from courses.panels import GUEST_PREFIX
from courses.permissions import TEACHING, can_invite, can_teach, can_teach_any, taught_courses


class BankPolicy(BasePermissionPolicy):
    """Who may write a course may write its test questions; deleting is retiring, except for the office."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Say whether `user` may do `action` on some questions."""
        return can_invite(user) if action == "delete" else can_teach_any(user)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: BankQuestion) -> bool:
        """Say whether `user` may do `action` on this question."""
        return self.user_has_permission(user, action) and can_teach(user, instance.course_id)

    def instances_user_has_any_permission_for(self, user: Any, actions: Collection[str]) -> "QuerySet[BankQuestion]":
        """Return the questions of the courses that `user` may write."""
        return BankQuestion.objects.filter(course__in=taught_courses(user))

    def users_with_any_permission(self, actions: Collection[str]) -> "QuerySet[Any]":
        """Return the people who may write some course."""
        held = Q(groups__name__in=[role.value for role in TEACHING]) | Q(groups__name__startswith=GUEST_PREFIX)
        return get_user_model()._default_manager.filter(held | Q(is_superuser=True), is_active=True).distinct()


class InvitationPolicy(BasePermissionPolicy):
    """The office invites and ends; nobody rewrites what happened."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Say whether `user` may do `action`; ending an invitation goes by Wagtail's word "delete"."""
        return action in {"add", "view", "delete"} and can_invite(user)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: TrainerInvitation) -> bool:
        """Say the same of one invitation; an ended one can't be ended again."""
        return self.user_has_permission(user, action) and (action != "delete" or instance.is_open)

    def instances_user_has_any_permission_for(
        self, user: Any, actions: Collection[str]
    ) -> "QuerySet[TrainerInvitation]":
        """Return all or none."""
        return TrainerInvitation.objects.all() if can_invite(user) else TrainerInvitation.objects.none()

    def users_with_any_permission(self, actions: Collection[str]) -> "QuerySet[Any]":
        """Return the people who may invite."""
        held = Q(groups__name__in=[Role.OFFICER.value, Role.ADMIN.value]) | Q(is_superuser=True)
        return get_user_model()._default_manager.filter(held, is_active=True).distinct()
