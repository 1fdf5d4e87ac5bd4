"""The fixed cast: who may do what is always tested with the same people."""

from dataclasses import dataclass

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command

from accounts.public import record_consent


@dataclass
class Cast:
    """Ratna (learner), Hasan (mentor), Dewi (instructor), officer, head of office, administrator, a stranger."""

    ratna: object
    hasan: object
    dewi: object
    petugas: object
    kepala: object
    admin: object
    stranger: None = None


MEMBERS = {
    "ratna": ("Ratna Contoh", "Peserta"),
    "hasan": ("Hasan Contoh", "Mentor"),
    "dewi": ("Dewi Contoh", "Pengajar"),
    "petugas": ("Petugas Contoh", "Petugas"),
    "kepala": ("Kepala Contoh", "Kepala Dinas"),
    "admin": ("Admin Contoh", "Administrator"),
}


@pytest.fixture
def cast(db):
    """Return the cast with its roles."""
    call_command("load_roles", verbosity=0)
    return create_cast()


def create_cast():
    """Create the cast, consents recorded; password `demo-ikm-2026`, phones +6289900000001 to ...06. Needs the roles."""
    people = {}
    for number, (username, (name, role)) in enumerate(MEMBERS.items(), start=1):
        person = get_user_model().objects.create_user(
            username,
            password="demo-ikm-2026",
            full_name=name,
            phone=f"+628990000000{number}",
            phone_verified=True,
            is_superuser=username == "admin",
        )
        person.groups.add(Group.objects.get(name=role))
        record_consent(person)
        people[username] = person
    return Cast(**people)
