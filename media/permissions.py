"""Who may do what with videos. Used by views, the chooser, templates and Wagtail alike."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from wagtail.permission_policies.base import BasePermissionPolicy

from accounts.public import Role, has_role
from media.models import Source

Person = Any  # accounts.User or AnonymousUser; the class stays behind its room's door

SEES_ALL = (Role.OFFICER, Role.HEAD, Role.ADMIN)
KEEPS_ALL = (Role.OFFICER, Role.ADMIN)


def can_upload_videos(person: Person) -> bool:
    """Instructors and the office upload."""
    return has_role(person, Role.INSTRUCTOR, *KEEPS_ALL)


def can_see_videos(person: Person) -> bool:
    """Whether the menu is there at all; the head of office reads."""
    return has_role(person, Role.INSTRUCTOR, *SEES_ALL)


def videos_seen_by(person: Person) -> QuerySet[Source]:
    """Return all for the office, their own for instructors, none for others."""
    if has_role(person, *SEES_ALL):
        return Source.objects.all()
    if has_role(person, Role.INSTRUCTOR):
        return Source.objects.filter(owner=person)
    return Source.objects.none()


def can_see_video(person: Person, source: Source) -> bool:
    """An instructor sees their own."""
    return has_role(person, *SEES_ALL) or (has_role(person, Role.INSTRUCTOR) and source.owner_id == person.pk)


def can_change_video(person: Person, source: Source) -> bool:
    """Rename, try again, delete: the owner while instructor, and the office."""
    return has_role(person, *KEEPS_ALL) or (has_role(person, Role.INSTRUCTOR) and source.owner_id == person.pk)


class VideoPermissionPolicy(BasePermissionPolicy):
    """Hands Wagtail's questions to the predicates above."""

    def user_has_permission(self, user: Person, action: str) -> bool:
        """Say whether `user` may do `action` on some videos."""
        if action in {"view", "choose"}:
            return can_see_videos(user)
        return can_upload_videos(user)

    def user_has_permission_for_instance(self, user: Person, action: str, instance: Source) -> bool:
        """Say whether `user` may do `action` on this video."""
        if action in {"view", "choose"}:
            return can_see_video(user, instance)
        return can_change_video(user, instance)

    def instances_user_has_any_permission_for(self, user: Person, actions: list[str]) -> QuerySet[Source]:
        """Return the videos on which one of `actions` is allowed."""
        if {"view", "choose"} & set(actions) or has_role(user, *KEEPS_ALL):
            return videos_seen_by(user)
        return Source.objects.filter(owner=user) if can_upload_videos(user) else Source.objects.none()

    def users_with_any_permission(self, actions: list[str]) -> QuerySet[Any]:
        """Return the people who may do one of `actions` on some videos."""
        roles = {Role.INSTRUCTOR, *KEEPS_ALL} | ({Role.HEAD} if {"view", "choose"} & set(actions) else set())
        held = Q(groups__name__in=[role.value for role in roles]) | Q(is_superuser=True)
        return get_user_model().objects.filter(held, is_active=True).distinct()

    def users_with_any_permission_for_instance(self, actions: list[str], instance: Source) -> QuerySet[Any]:
        """Return the people who may do one of `actions` on this video."""
        people = self.users_with_any_permission(actions)
        outsiders = Q(groups__name__in=[role.value for role in SEES_ALL]) | Q(is_superuser=True)
        return people.filter(outsiders | Q(pk=instance.owner_id)).distinct()
