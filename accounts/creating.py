"""Making people, by hand or by list, and finding them again."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import QuerySet

from accounts.errors import PhoneTaken, UsernameTaken
from accounts.models import User
from accounts.naming import make_base, make_username
from accounts.tagging import new_tag
from core.phones import normalise_phone

ATTEMPTS = 5


def people() -> QuerySet[User]:
    """Return everybody with a real account: neither unfinished sign-ups nor closed accounts."""
    return User.objects.filter(is_pending=False, is_active=True)


def person_by_phone(phone: str) -> User | None:
    """Return the person with this number, in any form `normalise_phone` takes; None if nobody has it.

    Raises a UserFault when the number can't be read. An unfinished sign-up doesn't count.
    """
    return User.objects.filter(phone=normalise_phone(phone), is_pending=False).first()


def create_person(
    *,
    full_name: str,
    phone: str | None = None,
    village: models.Model | None = None,
    regency: models.Model | None = None,
    lives_elsewhere: bool = False,
    is_minor: bool = False,
    is_demo: bool = False,
    username: str | None = None,
    password: str | None = None,
) -> User:
    """Make a person and return it. No code is sent: the first code typed in verifies the number.

    `village` and `regency` are rows of `reference`; `lives_elsewhere` means outside the province. `is_demo` counts the
    number as verified. Without `username` one is made from the name; without `password` the person signs in by code.
    Raises PhoneTaken, UsernameTaken, or a UserFault about the number.
    """
    number = normalise_phone(phone) if phone else None
    if username and User.objects.filter(username__iexact=username).exists():
        raise UsernameTaken
    values: dict[str, Any] = {
        "full_name": full_name.strip(),
        "phone": number,
        "phone_verified": is_demo and number is not None,
        "village": village,
        "regency": regency,
        "lives_elsewhere": lives_elsewhere,
        "is_minor": is_minor,
        "is_demo": is_demo,
    }
    with transaction.atomic():
        free_phone(number)
        return _save_new(username, password, values)


def free_phone(phone: str | None, *, keep: User | None = None) -> None:
    """Drop an unfinished sign-up that holds `phone`; raise PhoneTaken if a person has it."""
    if phone is None:
        return
    others = User.objects.filter(phone=phone)
    if keep is not None:
        others = others.exclude(pk=keep.pk)
    if others.filter(is_pending=False).exists():
        raise PhoneTaken
    others.delete()


def _save_new(username: str | None, password: str | None, values: dict[str, Any]) -> User:
    """Save a new person, with another made name where two people of one name come at once."""
    for attempt in range(ATTEMPTS):
        try:
            with transaction.atomic():
                return User.objects.create_user(
                    username or make_username(str(values["full_name"])), password=password, **values
                )
        except IntegrityError:
            if User.objects.filter(phone=values["phone"], phone__isnull=False).exists():
                raise PhoneTaken from None
            if attempt == ATTEMPTS - 1:
                raise
    raise AssertionError("unreachable")


def people_by_phone(phones: Collection[str]) -> dict[str, User]:
    """Return by number (E.164) the people who have one of `phones`. An unfinished sign-up doesn't count."""
    return {str(person.phone): person for person in User.objects.filter(phone__in=phones, is_pending=False)}


def create_people(rows: Sequence[Mapping[str, Any]]) -> list[User]:
    """Make many people at once, in the order of `rows`, each with `full_name`, `phone` (E.164 or None), `village_id`.

    Their sign-in names end in a few random letters, so that none has to be looked up. The caller has seen that nobody
    has the numbers (`people_by_phone`); unfinished sign-ups that hold one go.
    """
    User.objects.filter(phone__in=[row["phone"] for row in rows if row["phone"]], is_pending=True).delete()
    people = [User(username=f"{make_base(str(row['full_name']))}-{new_tag()[:6].lower()}", **row) for row in rows]
    for person in people:
        person.set_unusable_password()
    return User.objects.bulk_create(people)
