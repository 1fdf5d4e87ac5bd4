"""Who may use the office's screens that join rooms. The head of office reads; an instructor has no business here."""

from typing import Any

from accounts.public import STAFF_ROLES, Role, can_manage_users, can_restore_access, has_role

Person = Any  # accounts.User or AnonymousUser; the class stays behind its room's door


def can_see_people(person: Person) -> bool:
    """The office sees who learns."""
    return has_role(person, Role.OFFICER, Role.HEAD, Role.ADMIN)


def can_enrol_class(person: Person) -> bool:
    """Officers and administrators enrol whole classes."""
    return has_role(person, Role.OFFICER, Role.ADMIN)


def can_fill_cohort(person: Person, cohort: Any) -> bool:
    """The same for a class (angkatan), until it is closed."""
    return can_enrol_class(person) and not cohort.is_closed


def can_recover_access(person: Person) -> bool:
    """Officers and administrators may open the screen; whose number they may change is asked again per person."""
    return has_role(person, Role.OFFICER, Role.ADMIN)


def can_recover_access_of(person: Person, owner: Person) -> bool:
    """Say whether `person` may give `owner` a new number."""
    return can_recover_access(person) and can_restore_access(person, owner)


def is_offered_recovery_of(person: Person, owner: Person) -> bool:
    """Say for a list whether to offer it: by `owner`'s prefetched groups, no query a row. The screen asks in full."""
    if not can_recover_access(person) or can_manage_users(person):
        return can_recover_access(person)
    return not owner.is_superuser and not {group.name for group in owner.groups.all()} & set(STAFF_ROLES)
