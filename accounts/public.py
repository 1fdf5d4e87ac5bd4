"""The door of the room `accounts`."""

from accounts.roles import STAFF_ROLES, Role, has_role

__all__ = ["STAFF_ROLES", "Role", "has_role"]
