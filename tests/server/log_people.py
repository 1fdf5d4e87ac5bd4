"""People for the scan of the logs, in the product's own process: `python -m tests.server.log_people prepare|finish`.

With server settings there is no demo mode: officers need a second factor, and the office must have confirmed its
certificates.
"""

import sys

import django

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
EMAIL = "petugas.rahasia@mail.example.id"


def prepare() -> None:
    """Fill the database: lists, courses, the cast, the second factors."""
    from allauth.mfa.totp.internal.auth import TOTP
    from django.core.management import call_command

    from certificates.models import CertificateSettings
    from tests.cast import create_cast

    for command in ("migrate", "load_roles", "load_reference", "load_courses"):
        call_command(command, verbosity=0)
    cast = create_cast()
    cast.petugas.email = EMAIL
    cast.petugas.save()
    for person in (cast.petugas, cast.kepala):
        TOTP.activate(person, SECRET)
    office = CertificateSettings.load()
    office.is_confirmed = True
    office.save()


def finish(phone: str) -> None:
    """Let the person with this number pass a course, by the acts that the screens use."""
    from accounts.public import person_by_phone
    from demo.studying import PASSED, _pass

    _pass(person_by_phone(phone), PASSED, by=person_by_phone("+6289900000003"))


if __name__ == "__main__":
    django.setup()
    {"prepare": prepare, "finish": finish}[sys.argv[1]](*sys.argv[2:])
