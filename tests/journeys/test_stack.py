"""The running product behind the journeys is whole: pages, staff, worker."""

import pytest

from tests.journeys.signing_in import sign_in
from tests.journeys.untranslated import untranslated


def test_home_page_opens_on_a_phone(phone, stack):
    phone.goto("/")
    assert phone.locator("h1").count() == 1


@pytest.mark.parametrize("who", ["dewi", "petugas", "kepala", "admin"])
def test_staff_open_the_studio_in_indonesian(desk, stack, who):
    sign_in(desk, stack, who)
    desk.goto("/studio/")
    assert desk.locator("#wagtail-sidebar").count() == 1
    assert untranslated(desk) == []
