"""What the registry's tests share."""

import datetime as dt

import pytest

from businesses.public import register_business
from core import clock
from reference.loading import load_reference
from reference.public import villages

NOON = dt.datetime(2026, 11, 22, 12, 0, tzinfo=clock.WITA)


@pytest.fixture
def places(db):
    """Load the reference data; return the villages."""
    load_reference()
    return villages()


@pytest.fixture
def at(monkeypatch):
    """Return a function that stops the clock at noon of a day."""

    def stop(day: dt.date) -> None:
        moment = dt.datetime.combine(day, NOON.timetz())
        monkeypatch.setattr(clock.timezone, "now", lambda: moment.astimezone(dt.UTC))

    return stop


@pytest.fixture
def business(cast, places):
    """Return Ratna's business in Kaliorang."""
    village = places.get(code="64.08.10.2001")
    return register_business(cast.ratna, name="Keripik Contoh", product="keripik pisang", village=village)
