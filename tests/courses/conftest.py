"""What the tests of a learner's screens share."""

import pytest

from tests.factories.courses_records import make_enrolment


@pytest.fixture
def enrolment(client):
    """Somebody enrolled and signed in."""
    enrolment = make_enrolment()
    client.force_login(enrolment.person)
    return enrolment
