"""Fills the journeys' database: roles, places, courses and the cast. Run as `python -m tests.journeys.prepare`."""

import django
from django.core.management import call_command

django.setup()

from tests.cast import create_cast  # noqa: E402  models need django.setup()

if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    for command in ("load_roles", "load_reference", "load_courses"):
        call_command(command, verbosity=0)
    create_cast()
