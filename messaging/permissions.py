"""Who may see the outbox. Nobody writes rows by hand: messages are made by what happens."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from wagtail.permission_policies.base import BasePermissionPolicy

from accounts.public import Role, has_role, within_reach
from messaging.models import MessageState, OutboxMessage

Person = Any  # accounts.User or AnonymousUser; the class stays behind its room's door

READERS = (Role.OFFICER, Role.ADMIN)


def can_see_outbox(person: Person) -> bool:
    """Officers and administrators look after messages that did not arrive."""
    return has_role(person, *READERS)


def visible_messages(person: Person) -> QuerySet[OutboxMessage]:
    """Return the messages that `person` may see: what every list and every address begins with."""
    rows = OutboxMessage.objects.all()
    return within_reach(person, rows, person="person") if can_see_outbox(person) else rows.none()


def can_retry_message(person: Person, message: OutboxMessage) -> bool:
    """Only what failed and has somebody to go to; never a code (its owner asks anew) nor a text long forgotten."""
    is_ours = message.state == MessageState.FAILED and bool(message.text) and not message.is_secret
    return can_see_outbox(person) and is_ours and bool(message.phone_now)


class OutboxPolicy(BasePermissionPolicy):
    """Hands Wagtail's questions to the predicates above: looking is all there is."""

    def user_has_permission(self, user: Person, action: str) -> bool:
        """Say whether `user` may do `action`."""
        return action == "view" and can_see_outbox(user)

    def user_has_permission_for_instance(self, user: Person, action: str, instance: OutboxMessage) -> bool:
        """Say the same of one row."""
        return self.user_has_permission(user, action) and visible_messages(user).filter(pk=instance.pk).exists()

    def instances_user_has_any_permission_for(self, user: Person, actions: list[str]) -> QuerySet[Any]:
        """Return the rows that `user` may see."""
        return visible_messages(user) if "view" in actions else OutboxMessage.objects.none()

    def users_with_any_permission(self, actions: list[str]) -> QuerySet[Any]:
        """Return the people who may do one of `actions`."""
        people = get_user_model()._default_manager.filter(is_active=True)
        if "view" not in actions:
            return people.none()
        held = Q(groups__name__in=[role.value for role in READERS]) | Q(is_superuser=True)
        return people.filter(held).distinct()
