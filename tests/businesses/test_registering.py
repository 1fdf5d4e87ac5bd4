"""A business is written down once, with its owner and its workers."""

import pytest

from accounts.extensions import own_data_parts
from businesses.models import Business, Membership
from businesses.public import add_worker, business_of, register_business
from reference.loading import load_reference
from reference.public import sectors, villages


@pytest.fixture
def places(db):
    load_reference()
    return villages()


def test_business_takes_the_owners_village_unless_told(cast, places):
    cast.ratna.village = places.get(code="64.08.10.2001")
    cast.ratna.save()
    sector = sectors().get(name="Kopi bubuk")
    business = register_business(cast.ratna, name=" Kopi Contoh ", product="kopi", sector=sector)
    assert (business.name, business.village, business.sector) == ("Kopi Contoh", cast.ratna.village, sector)
    assert business_of(cast.ratna) == business


def test_form_sent_twice_makes_one_business(cast):
    first = register_business(cast.ratna, name="Keripik Contoh")
    assert register_business(cast.ratna, name="keripik contoh ") == first
    assert register_business(cast.hasan, name="Keripik Contoh") != first
    assert Business.objects.count() == 2


def test_workers_are_added_once_and_the_owner_stays_owner(cast):
    business = register_business(cast.ratna, name="Keripik Contoh")
    add_worker(business, cast.hasan)
    add_worker(business, cast.hasan)
    add_worker(business, cast.ratna)
    parts = set(Membership.objects.values_list("person__username", "part"))
    assert parts == {("ratna", "owner"), ("hasan", "worker")}
    assert business_of(cast.hasan) == business
    assert business_of(cast.dewi) is None


def test_own_business_comes_before_the_one_worked_in(cast):
    add_worker(register_business(cast.ratna, name="Keripik Contoh"), cast.hasan)
    own = register_business(cast.hasan, name="Kopi Contoh")
    assert business_of(cast.hasan) == own


def test_own_data_holds_the_businesses(cast):
    add_worker(register_business(cast.ratna, name="Keripik Contoh", product="keripik"), cast.hasan)
    [row] = own_data_parts()["Usaha saya"](cast.hasan)
    assert (row["usaha"], row["peran"], row["produk"]) == ("Keripik Contoh", "pekerja", "keripik")
