"""Who may do what with accounts."""

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.roles import Role, has_role


def can_enter_studio(user: User | AnonymousUser) -> bool:
    """Say whether `user` may open the Wagtail admin at all."""
    return user.is_authenticated and user.has_perm("wagtailadmin.access_admin")


def can_manage_users(user: User | AnonymousUser) -> bool:
    """Say whether `user` may make, change and close accounts and give roles: administrators only."""
    return has_role(user, Role.ADMIN)


def can_answer_data_requests(user: User | AnonymousUser) -> bool:
    """Say whether `user` may answer what people ask about their data."""
    return has_role(user, Role.OFFICER, Role.ADMIN)


def can_restore_access(user: User | AnonymousUser, person: User) -> bool:
    """Say whether `user` may give `person` a new number.

    Officers may for learners and mentors; for people who enter the admin only an administrator may, because a new
    number is a way into the account.
    """
    if can_manage_users(user):
        return True
    return has_role(user, Role.OFFICER) and not can_enter_studio(person)
