"""Ways between kecamatan: estimates that say so, and what the office knows better."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from reference.models import District, Season, TravelSettings, TravelTime
from reference.public import travel, travels_from
from reference.travelling import distance_km, duration, season_of

pytestmark = pytest.mark.usefixtures("places")
BUSANG, SANGATTA, WAHAU, KONGBENG, SANDARAN = "64.08.06", "64.08.04", "64.08.02", "64.08.08", "64.08.11"


def test_way_to_the_seat_is_the_middle_of_the_offices_hours():
    way = travel(SANGATTA, BUSANG, season=Season.DRY)
    assert (way.minutes, way.is_estimate) == (9 * 60, True)
    assert travel(BUSANG, SANGATTA, season=Season.DRY) == way
    assert travel(SANGATTA, WAHAU, season=Season.RAIN).minutes == 10 * 60


def test_other_ways_come_from_points_and_the_slower_end():
    wahau, kongbeng = (District.objects.get(pk=code) for code in (WAHAU, KONGBENG))
    km = distance_km(wahau, kongbeng)
    assert km == pytest.approx(10.1, abs=0.2)
    assert travel(WAHAU, KONGBENG, season=Season.DRY).minutes == pytest.approx(km * 1.45 / 35 * 60, abs=2.5)
    slow = distance_km(wahau, District.objects.get(pk=BUSANG)) * 1.45 / 18 * 60
    assert travel(WAHAU, BUSANG, season=Season.DRY).minutes == pytest.approx(slow, abs=2.5)
    assert travel(WAHAU, BUSANG, season=Season.RAIN).minutes > travel(WAHAU, BUSANG, season=Season.DRY).minutes


def test_what_the_office_knows_stands_before_the_estimate_in_its_season():
    TravelTime.objects.create(first_id=WAHAU, second_id=BUSANG, season="dry", minutes=200, source="Camat, 2026")
    TravelTime.objects.create(first_id=WAHAU, second_id=BUSANG, season="rain", minutes=None, source="Camat, 2026")
    for ends in ((WAHAU, BUSANG), (BUSANG, WAHAU)):
        assert travel(*ends, season=Season.DRY).minutes == 200
        assert not travel(*ends, season=Season.DRY).is_estimate
        assert travel(*ends, season=Season.RAIN).minutes is None


def test_within_a_kecamatan_there_is_no_way_and_without_a_point_none_is_known():
    District.objects.filter(pk=KONGBENG).update(latitude=None)
    ways = travels_from(WAHAU, season=Season.DRY)
    assert ways[WAHAU].minutes == 0
    assert ways[KONGBENG].minutes is None
    assert len(ways) == 18


def test_questions_are_as_many_for_one_as_for_all(django_assert_num_queries):
    TravelSettings.load()  # makes its row the first time
    with django_assert_num_queries(3):
        travels_from(WAHAU, season=Season.DRY)


@pytest.mark.parametrize(
    ("month", "season"), [(10, "dry"), (11, "rain"), (12, "rain"), (1, "rain"), (4, "rain"), (5, "dry")]
)
def test_season_over_the_turn_of_the_year(month, season):
    assert season_of(dt.date(2026, month, 15)) == season


def test_season_within_a_year_as_the_office_sets_it():
    TravelSettings(pk=TravelSettings.load().pk, rain_from_month=3, rain_to_month=5).save()
    assert [season_of(dt.date(2026, month, 1)) for month in (2, 3, 5, 6)] == ["dry", "rain", "rain", "dry"]


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "0 menit"), (45, "45 menit"), (60, "1 jam"), (200, "3 jam 20 menit")]
)
def test_duration_in_words(minutes, words):
    assert duration(minutes) == words


def test_pair_is_kept_in_one_order_and_once():
    TravelTime.objects.create(first_id=WAHAU, second_id=BUSANG, season="dry", minutes=200, source="x")
    again = TravelTime(first_id=BUSANG, second_id=WAHAU, season="dry", minutes=100, source="x")
    with pytest.raises(ValidationError, match="sudah dicatat"):
        again.full_clean()
    with pytest.raises(ValidationError, match="dua kecamatan yang berbeda"):
        TravelTime(first_id=WAHAU, second_id=WAHAU, season="dry", minutes=100, source="x").full_clean()


def test_officer_writes_a_way_down_and_sees_it_without_the_word_perkiraan(client, cast):
    client.force_login(cast.petugas)
    values = {"first": SANDARAN, "second": SANGATTA, "season": "dry", "minutes": "700", "source": "Camat, 2026"}
    assert client.post(reverse("traveltime:add"), values).status_code == 302
    page = client.get(reverse("reference_travel"), {"dari": SANGATTA, "musim": "dry"}).content.decode()
    assert "11 jam 40 menit</td>" in page
    assert "9 jam (perkiraan)" in page  # Busang


@pytest.mark.parametrize(
    ("member", "allowed"), [("kepala", True), ("petugas", True), ("dewi", False), ("ratna", False)]
)
def test_ways_are_for_the_office(client, cast, member, allowed):
    client.force_login(getattr(cast, member))
    assert (client.get(reverse("reference_travel")).status_code == 200) is allowed
