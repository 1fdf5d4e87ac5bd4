"""The registry's list: for the office, searchable, at a constant number of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from businesses.models import Business
from businesses.public import add_worker, register_business
from reference.loading import load_reference
from reference.public import sectors, villages


@pytest.fixture(autouse=True)
def _businesses(cast):
    load_reference()
    places = villages()
    business = register_business(
        cast.ratna,
        name="Keripik Contoh",
        product="keripik pisang",
        sector=sectors().get(name="Keripik, kerupuk, peyek"),
        village=places.get(code="64.08.10.2001"),
    )
    add_worker(business, cast.hasan)


@pytest.mark.parametrize(
    ("member", "allowed"),
    [("petugas", True), ("admin", True), ("kepala", True), ("dewi", False), ("hasan", False), ("ratna", False)],
)
def test_list_is_open_to_the_office(client, cast, member, allowed):
    client.force_login(getattr(cast, member))
    answer = client.get(reverse("business:index"))
    assert (answer.status_code == 200) is allowed
    if allowed:
        page = answer.content.decode()
        assert "Ratna Contoh; 1 pekerja" in page
        assert "Kaliorang" in page


def test_head_of_office_reads_but_does_not_write(client, cast):
    client.force_login(cast.kepala)
    business = Business.objects.get()
    assert "Hasan Contoh (pekerja)" in client.get(reverse("business:inspect", args=[business.pk])).content.decode()
    client.post(reverse("business:edit", args=[business.pk]), {"name": "Lain"})
    client.post(reverse("business:add"), {"name": "Baru"})
    assert list(Business.objects.values_list("name", flat=True)) == ["Keripik Contoh"]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"q": "pisang"}, 1),
        ({"q": "contoh"}, 1),
        ({"q": "kopi"}, 0),
        ({"district": "64.08.10"}, 1),
        ({"district": "64.08.06"}, 0),
        ({"is_demo": "true"}, 0),
    ],
)
def test_list_searches_and_filters(client, cast, query, count):
    client.force_login(cast.petugas)
    assert client.get(reverse("business:index"), query).context["paginator"].count == count


def test_list_costs_the_same_at_one_and_three_rows(client, cast, django_assert_num_queries):
    client.force_login(cast.petugas)
    url = reverse("business:index")
    client.get(url)
    with CaptureQueriesContext(connection) as at_one:
        client.get(url)
    for name in ("Dua", "Tiga"):
        register_business(cast.hasan, name=name, village=villages().first(), sector=sectors().first())
    with django_assert_num_queries(len(at_one)):
        client.get(url)
    assert len(at_one) <= 15
