"""What the tests about people share."""

import pytest
from django.apps import apps
from django.core.cache import cache

from accounts.signals import code_created


@pytest.fixture(autouse=True)
def fresh_limits():
    """Start every test with unused limits."""
    cache.clear()


@pytest.fixture
def codes():
    """Return the list of codes that have been sent out since the test began: dicts as the signal carries them."""
    heard = []

    def listen(sender, signal, **fields):
        heard.append(fields)

    code_created.connect(listen)
    yield heard
    code_created.disconnect(listen)


@pytest.fixture
def places(db):
    """Return a village of Kutai Timur and another regency, real rows of the reference tables."""
    models = {name: apps.get_model("reference", name) for name in ("District", "Village", "Regency", "Sector")}
    district = models["District"].objects.create(code="64.08.08", name="Kaliorang", remote=1)
    village = models["Village"].objects.create(code="64.08.08.2001", name="Bukit Makmur", district=district)
    regency = models["Regency"].objects.create(code="64.74", name="Kota Bontang")
    sector = models["Sector"].objects.create(name="Keripik dan makanan ringan")
    return {"village": village, "regency": regency, "sector": sector}
