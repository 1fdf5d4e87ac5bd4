"""What a learner pays: the office sets the price, sizes decide."""

import pytest

from media.costing import mb_per_ten_minutes, price_per_mb, rupiah_for
from media.models import VideoSettings

SETTINGS = "/studio/settings/media/videosettings/"


def test_price_is_an_estimate_until_the_office_sets_its_own(db):
    assert price_per_mb() == 12
    assert rupiah_for(7_000_000) == 84
    VideoSettings.objects.update(rupiah_per_mb=20)
    assert rupiah_for(7_000_000) == 140


@pytest.mark.parametrize(("size_bytes", "rupiah"), [(0, 0), (1, 1), (83_333, 1), (83_334, 2), (1_000_000, 12)])
def test_money_is_rounded_up(size_bytes, rupiah):
    assert rupiah_for(size_bytes, 12) == rupiah


def test_weight_for_ten_minutes_needs_a_length():
    assert mb_per_ten_minutes(3_250_000, 300) == 6.5
    assert mb_per_ten_minutes(3_250_000, None) is None


@pytest.mark.parametrize(("member", "may"), [("petugas", True), ("admin", True), ("dewi", False), ("kepala", False)])
def test_only_the_office_sets_the_price(client, cast, member, may):
    client.force_login(getattr(cast, member))
    client.get(SETTINGS, follow=True)
    client.post(f"{SETTINGS}{VideoSettings.load().pk}/", {"rupiah_per_mb": "15"})
    assert price_per_mb() == (15 if may else 12)


@pytest.mark.parametrize(
    ("typed", "said"), [("", ""), ("12.000", ""), ("0", "paling sedikit 1"), ("5000", "berarti 12")]
)
def test_price_that_cannot_be_is_refused(client, cast, typed, said):
    client.force_login(cast.petugas)
    client.get(SETTINGS, follow=True)
    page = client.post(f"{SETTINGS}{VideoSettings.load().pk}/", {"rupiah_per_mb": typed}).content.decode()
    assert price_per_mb() == 12
    assert said in page
