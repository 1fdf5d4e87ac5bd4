import datetime as dt

import pytest
from django.utils import timezone


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self):
        self.moment = dt.datetime(2026, 12, 1, 3, tzinfo=dt.UTC)

    def __call__(self):
        return self.moment

    def go(self, **time):
        self.moment += dt.timedelta(**time)


@pytest.fixture
def clock(monkeypatch):
    """Stop the clock."""
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock)
    return clock
