"""Who may do what with videos. Used by views, the chooser, templates and Wagtail alike.

Instructors and the office upload, and whoever's group holds `media.add_source`: guests invited to one course.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from wagtail.permission_policies.base import BasePermissionPolicy

from accounts.public import Role, has_role
from media.models import Source

Person = Any  # accounts.User or AnonymousUser; the class stays behind its room's door

SEES_ALL = (Role.OFFICER, Role.HEAD, Role.ADMIN)
KEEPS_ALL = (Role.OFFICER, Role.ADMIN)
READING = {"view", "choose"}


def can_upload_videos(person: Person) -> bool:
    """Instructors, the office, and guests of a course."""
    return has_role(person, Role.INSTRUCTOR, *KEEPS_ALL) or (person.is_active and person.has_perm("media.add_source"))


def can_see_videos(person: Person) -> bool:
    """Whether the menu is there at all; the head of office reads."""
    return has_role(person, *SEES_ALL) or can_upload_videos(person)


def videos_seen_by(person: Person) -> QuerySet[Source]:
    """Return all for the office, their own for those who upload, none for others."""
    if has_role(person, *SEES_ALL):
        return Source.objects.all()
    return Source.objects.filter(owner=person) if can_upload_videos(person) else Source.objects.none()


def can_see_video(person: Person, source: Source) -> bool:
    """Who uploads sees their own."""
    return has_role(person, *SEES_ALL) or _is_own(person, source)


def can_change_video(person: Person, source: Source) -> bool:
    """Rename, try again, delete: who uploaded it, as long as they may upload, and the office."""
    return has_role(person, *KEEPS_ALL) or _is_own(person, source)


def _is_own(person: Person, source: Source) -> bool:
    return bool(person.pk) and source.owner_id == person.pk and can_upload_videos(person)


class VideoPermissionPolicy(BasePermissionPolicy):
    """Hands Wagtail's questions to the predicates above."""

    def user_has_permission(self, user: Person, action: str) -> bool:
        """Say whether `user` may do `action` on some videos."""
        return can_see_videos(user) if action in READING else can_upload_videos(user)

    def user_has_permission_for_instance(self, user: Person, action: str, instance: Source) -> bool:
        """Say whether `user` may do `action` on this video."""
        return can_see_video(user, instance) if action in READING else can_change_video(user, instance)

    def instances_user_has_any_permission_for(self, user: Person, actions: list[str]) -> QuerySet[Source]:
        """Return the videos on which one of `actions` is allowed."""
        if READING & set(actions) or has_role(user, *KEEPS_ALL):
            return videos_seen_by(user)
        return Source.objects.filter(owner=user) if can_upload_videos(user) else Source.objects.none()

    def users_with_any_permission(self, actions: list[str]) -> QuerySet[Any]:
        """Return the people who may do one of `actions` on some videos."""
        roles = {Role.INSTRUCTOR, *KEEPS_ALL} | ({Role.HEAD} if READING & set(actions) else set())
        held = Q(groups__name__in=[role.value for role in roles]) | Q(is_superuser=True)
        guests = Q(groups__permissions__content_type__app_label="media", groups__permissions__codename="add_source")
        return get_user_model().objects.filter(held | guests, is_active=True).distinct()

    def users_with_any_permission_for_instance(self, actions: list[str], instance: Source) -> QuerySet[Any]:
        """Return the people who may do one of `actions` on this video."""
        roles = SEES_ALL if READING & set(actions) else KEEPS_ALL
        held = Q(groups__name__in=[role.value for role in roles]) | Q(is_superuser=True)
        return self.users_with_any_permission(actions).filter(held | Q(pk=instance.owner_id)).distinct()
