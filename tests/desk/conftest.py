"""Reference data and a course, for every screen of the office."""

import pytest

from reference.loading import load_reference
from tests.factories.courses_content import make_course


@pytest.fixture
def places(db):
    load_reference()


@pytest.fixture
def course(places):
    return make_course(slug="kemasan", title="Kemasan Produk IKM", lessons=1)
