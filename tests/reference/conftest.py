"""What the tests of the room share."""

import pytest

from reference.extensions import _coverage, _markets
from reference.loading import load_reference


@pytest.fixture
def places(db):
    """Load the reference data."""
    load_reference()


@pytest.fixture
def bare_reports():
    """Let no room report, so that a test registers its own; put back afterwards."""
    kept = dict(_coverage), dict(_markets)
    _coverage.clear()
    _markets.clear()
    yield
    for reports, was in zip((_coverage, _markets), kept, strict=True):
        reports.clear()
        reports.update(was)
