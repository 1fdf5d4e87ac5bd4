"""The door of the room `accounts`."""

from accounts.changing_phone import change_phone, end_sessions
from accounts.consenting import has_consent, record_consent, withdraw_consent
from accounts.creating import create_person, people, person_by_phone
from accounts.errors import NotAllowed, PhoneTaken, ReasonMissing, UsernameTaken
from accounts.models import ConsentKind
from accounts.permissions import can_enter_studio, can_manage_users, can_restore_access
from accounts.roles import STAFF_ROLES, Role, has_role

__all__ = [
    "STAFF_ROLES",
    "ConsentKind",
    "NotAllowed",
    "PhoneTaken",
    "ReasonMissing",
    "Role",
    "UsernameTaken",
    "can_enter_studio",
    "can_manage_users",
    "can_restore_access",
    "change_phone",
    "create_person",
    "end_sessions",
    "has_consent",
    "has_role",
    "people",
    "person_by_phone",
    "record_consent",
    "withdraw_consent",
]
