"""The door of the room `accounts`."""

from accounts.changing_phone import CHANGE_PHONE_ACTION, change_phone, end_sessions
from accounts.consenting import consent_sentence, has_consent, is_consent_due, record_consent, withdraw_consent
from accounts.creating import create_people, create_person, people, people_by_phone, person_by_phone
from accounts.errors import NotAllowed, PhoneTaken, ReasonMissing, UsernameTaken
from accounts.fields import PlaceFields, clean_full_name
from accounts.models import ConsentKind
from accounts.permissions import can_enter_studio, can_manage_users, can_restore_access
from accounts.reach import is_within_reach, within_reach
from accounts.roles import STAFF_ROLES, Role, has_role
from accounts.second_factor import is_second_factor_settled, second_factor_step
from accounts.signing_up import begin_sign_up, may_send_code
from accounts.tagging import account_tag

__all__ = [
    "CHANGE_PHONE_ACTION",
    "STAFF_ROLES",
    "ConsentKind",
    "NotAllowed",
    "PhoneTaken",
    "PlaceFields",
    "ReasonMissing",
    "Role",
    "UsernameTaken",
    "account_tag",
    "begin_sign_up",
    "can_enter_studio",
    "can_manage_users",
    "can_restore_access",
    "change_phone",
    "clean_full_name",
    "consent_sentence",
    "create_people",
    "create_person",
    "end_sessions",
    "has_consent",
    "has_role",
    "is_consent_due",
    "is_second_factor_settled",
    "is_within_reach",
    "may_send_code",
    "people",
    "people_by_phone",
    "person_by_phone",
    "record_consent",
    "second_factor_step",
    "withdraw_consent",
    "within_reach",
]
