"""Fictional people, businesses and progress to try the product with, each marked and removable."""

import json

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import transaction

from accounts.public import Role, people
from demo.public import PASSWORD, PEOPLE, DemoPerson


@transaction.atomic
def seed_people() -> None:
    """Have the six demo people, with password and role; running it again changes nothing."""
    for person in PEOPLE:
        _seed_person(person)


def _seed_person(person: DemoPerson) -> None:
    if people().filter(username=person.username).exists():
        return
    user = people().create(
        username=person.username,
        full_name=person.full_name,
        phone=person.phone,
        phone_verified=True,
        password=make_password(PASSWORD),
        is_superuser=person.role == Role.ADMIN,
        is_demo=True,
    )
    user.groups.add(Group.objects.get(name=person.role))


def write_welcome() -> None:
    """Write what `lms.embedded` tells about Ratna's certificate."""
    path = settings.VAR_DIR / "demo" / "welcome.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"certificate": "/periksa/"}))
