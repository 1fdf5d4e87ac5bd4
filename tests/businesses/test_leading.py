"""IKM unggulan: the criteria and their bounds, the proposal, the decision with its history, the filter."""

import datetime as dt

import pytest
from django.urls import reverse

from businesses.leading import decide_leading, leading_rule
from businesses.leading_rule import LeadingFacts, propose
from businesses.models import Business, DistrictLimit, Leading, LeadingDecision, LeadingRule, YearFigures
from businesses.public import leading_businesses, owners_of_leading
from businesses.sizing import size_businesses
from tests.businesses.conftest import NOON

RULE = LeadingRule()  # 5 workers, material of the regency, 3 suppliers, 2 markets; three of four


def facts(**own):
    return LeadingFacts(**{"workers": 5, "origin": "regency", "suppliers": 3, "markets": 2} | own)


@pytest.mark.parametrize(
    ("own", "is_met"),
    [
        ({"workers": 5}, True),
        ({"workers": 4}, False),
        ({"workers": None}, None),
        ({"workers": 0}, False),
        ({"origin": "village"}, True),
        ({"origin": "regency"}, True),
        ({"origin": "province"}, False),
        ({"origin": ""}, None),
        ({"suppliers": 3}, True),
        ({"suppliers": 2}, False),
        ({"suppliers": None}, None),
        ({"markets": 2}, True),
        ({"markets": 1}, False),
    ],
)
def test_each_criterion_at_its_bound(own, is_met):
    name = next(iter(own))
    place = ["workers", "origin", "suppliers", "markets"].index(name)
    assert propose(facts(**own), RULE).criteria[place].is_met is is_met


@pytest.mark.parametrize(
    ("own", "is_proposed"),
    [
        ({}, True),
        ({"workers": 1}, True),
        ({"workers": 1, "markets": 0}, False),
        ({"workers": None, "suppliers": None}, False),
    ],
)
def test_proposed_when_enough_criteria_are_met_and_the_unknown_is_not_met(own, is_proposed):
    assert propose(facts(**own), RULE).is_proposed is is_proposed


def test_reasons_say_what_is_and_what_is_missing():
    words = [criterion.words for criterion in propose(facts(workers=3, suppliers=None), RULE).criteria]
    assert words == [
        "3 tenaga kerja, kurang dari batas 5.",
        "Bahan baku dari Kutai Timur, memenuhi batas: Kutai Timur.",
        "Pemasok setempat belum diketahui (batas 3).",
        "2 pasar di luar desa, memenuhi batas 2.",
    ]


def test_later_criteria_hold_from_their_day(db):
    LeadingRule.objects.create(valid_from=dt.date(2027, 1, 1), workers_min=10, reason="Perbup contoh")
    assert leading_rule(dt.date(2026, 12, 31)).workers_min == 5
    assert leading_rule(dt.date(2027, 1, 1)).workers_min == 10


@pytest.fixture
def strong(business):
    """Give Ratna's business what the criteria ask for."""
    YearFigures.objects.create(business=business, year=2025, workers=1)
    YearFigures.objects.create(business=business, year=2026, workers=6)
    Business.objects.update(raw_material_origin="village", sells_outside=True, sells_online=True)
    size_businesses()
    business.refresh_from_db()
    return business


def test_proposal_is_kept_for_lists_and_follows_the_facts(strong):
    assert strong.is_leading_proposed
    Business.objects.update(sells_online=False)
    size_businesses()
    strong.refresh_from_db()
    assert not strong.is_leading_proposed


def test_decision_holds_with_its_history_and_the_proposal_does_not_change_it(strong, cast):
    assert not leading_businesses().exists()
    decide_leading(strong, Leading.YES, reason="Rapat", by=cast.petugas)
    assert list(leading_businesses()) == [strong]
    assert owners_of_leading([cast.ratna.pk, cast.hasan.pk]) == {cast.ratna.pk}
    Business.objects.update(sells_online=False)
    size_businesses()
    assert leading_businesses().exists()
    decide_leading(strong, Leading.NO, reason="Pindah", by=cast.admin)
    assert not leading_businesses().exists()
    assert [(row.decision, row.was_proposed, row.by) for row in LeadingDecision.objects.all()] == [
        ("no", False, cast.admin),
        ("yes", True, cast.petugas),
    ]


def test_officer_decides_with_a_reason(client, strong, cast):
    client.force_login(cast.petugas)
    url = reverse("business:leading", args=[strong.pk])
    page = client.get(url).content.decode()
    assert "6 tenaga kerja, memenuhi batas 5." in page
    assert "Tulis alasannya." in client.post(url, {"decision": "yes"}).content.decode()
    assert client.post(url, {"decision": "yes", "reason": "Menyerap tetangga"}).status_code == 302
    shown = client.get(reverse("business:inspect", args=[strong.pk])).content.decode()
    assert "Menyerap tetangga" in shown
    strong.refresh_from_db()
    assert (strong.leading, strong.version) == ("yes", 2)


@pytest.mark.parametrize("member", ["kepala", "dewi", "ratna"])
def test_nobody_else_decides(client, strong, cast, member):
    client.force_login(getattr(cast, member))
    client.post(reverse("business:leading", args=[strong.pk]), {"decision": "yes", "reason": "x"})
    assert not LeadingDecision.objects.exists()


def test_another_kecamatan_is_not_there(client, strong, cast):
    DistrictLimit.objects.create(person=cast.petugas, district_id="64.08.06")
    client.force_login(cast.petugas)
    url = reverse("business:leading", args=[strong.pk])
    assert client.get(url).status_code == 404
    assert client.post(url, {"decision": "yes", "reason": "x"}).status_code == 404
    assert not LeadingDecision.objects.exists()


def test_list_filters_leading_and_proposed(client, strong, cast):
    client.force_login(cast.petugas)

    def shown(value):
        return len(client.get(reverse("business:index"), {"leading": value}).context["object_list"])

    assert [shown(value) for value in ("proposed", "yes", "no")] == [1, 0, 0]
    decide_leading(strong, Leading.YES, reason="Rapat", by=cast.petugas)
    assert [shown(value) for value in ("proposed", "yes", "no")] == [0, 1, 0]


def test_criteria_are_the_administrators(client, cast):
    values = {"valid_from": str(NOON.date()), "workers_min": "9", "material_within": "village", "suppliers_min": "1"}
    values |= {"markets_min": "1", "met_min": "2", "reason": "Perbup contoh"}
    for member in (cast.petugas, cast.admin):
        client.force_login(member)
        client.post(reverse("leadingrule:add"), values)
    assert LeadingRule.objects.get().workers_min == 9
