"""Roles, as groups. A person may hold several; everybody signed in is a learner."""

from django.contrib.auth.models import AnonymousUser
from django.db import models

from accounts.models import User


class Role(models.TextChoices):
    """Group names, as the office reads them."""

    LEARNER = "Peserta", "Peserta"
    MENTOR = "Mentor", "Mentor"
    INSTRUCTOR = "Pengajar", "Pengajar"
    OFFICER = "Petugas", "Petugas"
    HEAD = "Kepala Dinas", "Kepala Dinas"
    ADMIN = "Administrator", "Administrator"


STAFF_ROLES = (Role.INSTRUCTOR, Role.OFFICER, Role.HEAD, Role.ADMIN)


def has_role(user: User | AnonymousUser, *roles: Role) -> bool:
    """Say whether `user` holds one of `roles`; a superuser holds all. One query a person, kept on the object."""
    if not user.is_authenticated or not user.is_active:
        return False
    if user.is_superuser:
        return True
    names = user.__dict__.get("_role_names")
    if names is None:
        names = set(user.groups.values_list("name", flat=True))
        user.__dict__["_role_names"] = names
    return any(role.value in names for role in roles)
