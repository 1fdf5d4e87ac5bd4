"""The priority index: parts, weights, editions, and the page for everybody."""

import pytest
from django.urls import reverse

from reference.extensions import Report, Share, register_coverage, register_markets
from reference.models import District, PriorityEdition
from reference.prioritising import Part, coverage_part, points_of, publish_order, rank_districts, signal_part
from reference.public import published_order

pytestmark = pytest.mark.usefixtures("places", "bare_reports")
BUSANG, SANGATTA, SANDARAN, KALIORANG = "64.08.06", "64.08.04", "64.08.11", "64.08.10"
VISITED = "usaha sudah dikunjungi"


def weights(**own):
    return PriorityEdition(**{"travel": 0, "market": 0, "signal": 0, "coverage": 0, "reason": "uji"} | own)


def test_index_is_the_mean_of_the_parts_by_their_weights():
    parts = {
        name: Part(value, "")
        for name, value in zip(("travel", "market", "signal", "coverage"), (1, 0, 0.5, 0.25), strict=True)
    }
    assert points_of(parts, weights(travel=1)) == 100
    assert points_of(parts, weights(travel=50, market=50)) == 50
    assert points_of(parts, weights(travel=1, market=1, signal=1, coverage=1)) == 43.8
    assert points_of(parts, weights(travel=2, market=2, signal=2, coverage=2)) == 43.8
    assert points_of(parts, weights()) == 0


def test_longest_way_comes_first_and_the_seat_last():
    rows = rank_districts(weights(travel=1))
    assert (rows[0].code, rows[0].points) == (SANDARAN, 100)
    assert rows[-1].code == SANGATTA
    assert rows[0].reasons[0] == "Perjalanan dari Sangatta sekitar 13 jam (perkiraan)."


def test_way_that_nobody_wrote_down_counts_by_remoteness():
    District.objects.filter(pk=BUSANG).update(hours_dry_min=None, hours_dry_max=None)
    busang = next(row for row in rank_districts(weights(travel=1)) if row.code == BUSANG)
    assert busang.points == 100
    assert "belum didata" in busang.reasons[0]


def test_signal_counts_villages():
    assert signal_part(0, 7) == Part(0.0, "Tidak ada desa yang dilaporkan tanpa sinyal.")
    assert signal_part(3, 6) == Part(0.5, "3 dari 6 desa pernah dilaporkan tanpa sinyal.")


def test_rooms_report_what_they_have_reached():
    register_coverage("visits", Report(VISITED, lambda: {BUSANG: Share(2, 40), KALIORANG: Share(30, 40)}))
    register_coverage("courses", Report("peserta sudah lulus", lambda: {BUSANG: Share(0, 10)}))
    rows = {row.code: row for row in rank_districts(weights(coverage=1))}
    assert rows[BUSANG].points == 97.5
    assert rows[BUSANG].reasons[3] == "5% usaha sudah dikunjungi; 0% peserta sudah lulus."
    assert rows[KALIORANG].points == 25
    assert rows[SANGATTA].points == 100
    assert "belum cukup didata" in rows[SANGATTA].reasons[3]


def test_markets_beyond_the_village_lower_the_index():
    register_markets("sold", Report("usaha menjual ke luar desa", lambda: {BUSANG: Share(10, 40)}))
    rows = {row.code: row for row in rank_districts(weights(market=1))}
    assert rows[BUSANG].points == 75
    assert rows[KALIORANG].points == 50  # by remoteness


def test_share_of_a_few_is_not_told():
    part = coverage_part([(Report(VISITED, dict), Share(4, 4))])
    assert part == Part(1.0, "Jangkauan layanan belum cukup didata; dihitung belum terjangkau.")


def test_edition_keeps_its_order_whatever_changes_later(cast):
    publish_order(weights(travel=1), by=cast.kepala)
    before = published_order()
    District.objects.filter(pk=SANGATTA).update(hours_dry_min=20, hours_dry_max=20)
    assert published_order() == before
    publish_order(weights(travel=1, signal=1), by=cast.kepala)
    assert published_order()[0] != before[0]
    assert PriorityEdition.objects.count() == 2


def send(client, **own):
    values = {"travel": "1", "market": "0", "signal": "0", "coverage": "0", "reason": "Rapat November"}
    return client.post(reverse("reference_weights"), values | own)


def test_head_previews_before_publishing(client, cast):
    client.force_login(cast.kepala)
    page = send(client)
    assert page.context["rows"][0][0].code == SANDARAN
    assert not PriorityEdition.objects.exists()
    assert send(client, terbitkan="1", seen="9-0-0-0").status_code == 200  # another order than the one looked at
    assert not PriorityEdition.objects.exists()
    assert send(client, terbitkan="1", seen=page.context["seen"]).status_code == 302
    assert PriorityEdition.objects.get().by == cast.kepala


def test_weights_that_weigh_nothing_are_refused(client, cast):
    client.force_login(cast.kepala)
    assert "lebih dari 0" in send(client, travel="0").content.decode()
    assert not PriorityEdition.objects.exists()


@pytest.mark.parametrize("member", ["petugas", "dewi", "ratna"])
def test_nobody_else_publishes(client, cast, member):
    client.force_login(getattr(cast, member))
    send(client, terbitkan="1", seen="1-0-0-0")
    assert not PriorityEdition.objects.exists()


def test_page_for_everybody_says_nothing_before_and_the_reasons_after(client, cast):
    assert "belum menerbitkan" in client.get("/prioritas/").content.decode()
    publish_order(weights(travel=1), by=cast.kepala)
    page = client.get("/prioritas/").content.decode()
    assert page.index("Sandaran") < page.index("Busang") < page.index("Sangatta Utara")
    assert "sekitar 13 jam (perkiraan)" in page


def test_questions_are_few(django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        rank_districts(weights(travel=1))


def test_studio_shows_the_order_with_a_map_for_keyboard_and_ears(client, cast):
    client.force_login(cast.petugas)
    page = client.get(reverse("reference_priority")).content.decode()
    assert page.count('<a href="#64.08.') == 18
    assert page.count('<tr id="64.08.') == 18
    assert 'aria-labelledby="map-title map-about"' in page
    assert 'aria-label="Sandaran: urutan ke-' in page
