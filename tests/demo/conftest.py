"""Courses and demo loaded once for each file of tests, and rolled back after it: both take seconds."""

import pytest
from django.core.management import call_command
from django.db import transaction

from courses.loading import load_courses
from demo.people import find_people


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The two courses in which the demo people learn, inside a transaction around all tests of the file."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_roles", verbosity=0)
        call_command("load_reference", verbosity=0)
        load_courses(only={"kemasan", "kue"})
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def demo(loaded, django_db_blocker):
    """The demo, too."""
    with django_db_blocker.unblock():
        call_command("seed_demo")


@pytest.fixture
def seeded(demo, db):
    """Return everybody whom the demo brought, by sign-in name; what the test does is undone after it."""
    return {person.username: person for person in find_people()}
