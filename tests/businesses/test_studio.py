"""The registry's list: for the office, searchable, at a constant number of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from businesses.models import Business, LegalNumber, StatusChange, YearFigures
from businesses.public import add_worker, register_business
from businesses.sizing import size_businesses
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
    YearFigures.objects.create(business=business, year=2026, workers=3, investment_rupiah=0, sales_rupiah=10)
    LegalNumber.objects.create(business=business, kind="nib", number="1234567890123")
    size_businesses()


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
        ({"q": "0899-0000-0001"}, 1),
        ({"q": "0899-0000-0009"}, 0),
        ({"q": "1234 5678"}, 1),
        ({"status": "active"}, 1),
        ({"status": "closed"}, 0),
        ({"industry_size": "small"}, 1),
        ({"industry_size": "medium"}, 0),
        ({"msme_size": "micro"}, 1),
        ({"msme_size": "large"}, 0),
        ({"office": "overlap"}, 1),
        ({"office": "msme"}, 0),
        ({"is_checked_next": "true"}, 0),
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
    assert len(at_one) <= 16


def test_search_costs_the_same_at_one_and_three_rows(client, cast, django_assert_num_queries):
    client.force_login(cast.petugas)
    query = {"q": "contoh", "status": "active", "district": "64.08.10", "ordering": "-msme_size"}
    client.get(reverse("business:index"), query)
    with CaptureQueriesContext(connection) as at_one:
        assert client.get(reverse("business:index"), query).context["paginator"].count == 1
    for name in ("Contoh Dua", "Contoh Tiga"):
        register_business(cast.hasan, name=name, village=villages().get(code="64.08.10.2001"))
    with django_assert_num_queries(len(at_one)):
        assert client.get(reverse("business:index"), query).context["paginator"].count == 3
    assert len(at_one) <= 16


def test_status_of_many_is_changed_with_a_history_each(client, cast):
    for name in ("Dua", "Tiga"):
        register_business(cast.hasan, name=name)
    client.force_login(cast.petugas)
    url = reverse("wagtail_bulk_action", args=["businesses", "business", "status"])
    page = client.get(f"{url}?id=all&q=pisang&next=/studio/usaha/").content.decode()
    assert "Status 1 usaha ini akan diubah" in page
    sent = {"status": "inactive", "reason": "season"}
    client.post(f"{url}?id=all&next=/studio/usaha/", sent)
    assert set(Business.objects.values_list("status", flat=True)) == {"inactive"}
    assert StatusChange.objects.filter(became="inactive", reason="season", by=cast.petugas).count() == 3


@pytest.mark.parametrize("member", ["kepala", "dewi", "ratna"])
def test_others_act_on_none(client, cast, member):
    client.force_login(getattr(cast, member))
    url = reverse("wagtail_bulk_action", args=["businesses", "business", "status"])
    client.post(f"{url}?id=all&next=/studio/usaha/", {"status": "inactive", "reason": "season"})
    assert Business.objects.get().status == "active"


def test_inspect_explains_the_size(client, cast):
    client.force_login(cast.kepala)
    page = client.get(reverse("business:inspect", args=[Business.objects.get().pk])).content.decode()
    assert "Industri kecil: 3 tenaga kerja, investasi Rp0." in page
    assert "Irisan IKM dan UMKM" in page
    assert "Ubah status" not in page  # the head of office reads
