"""What the tests of a learner's screens share."""

import pytest
from django.core.cache import cache

from tests.factories.courses_records import make_enrolment
from tests.sync.phone import Phone


@pytest.fixture
def enrolment(client):
    """Somebody enrolled and signed in."""
    enrolment = make_enrolment()
    client.force_login(enrolment.person)
    return enrolment


@pytest.fixture
def phone(enrolment):
    """Their phone, which hasn't sent anything yet that a limit counts."""
    cache.clear()
    return Phone(enrolment.person)
