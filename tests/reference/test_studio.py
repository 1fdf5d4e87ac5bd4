"""The office's screens of reference data: who may open and change them."""

import re

import pytest
from django.contrib.admin.utils import quote
from django.urls import reverse

from reference.loading import load_reference
from reference.models import District, Topic

LISTS = ["district", "village", "sector", "topic"]


@pytest.fixture(autouse=True)
def _loaded(db):
    load_reference()


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    ("member", "allowed"),
    [("petugas", True), ("admin", True), ("kepala", True), ("dewi", False), ("ratna", False), ("hasan", False)],
)
def test_lists_are_open_to_the_office(client, cast, name, member, allowed):
    client.force_login(getattr(cast, member))
    answer = client.get(reverse(f"{name}:index"))
    assert (answer.status_code == 200) is allowed


def _values(district):
    fields = [
        "remote",
        "signal",
        "hours_dry_min",
        "hours_dry_max",
        "hours_rain_min",
        "hours_rain_max",
        "distance_km",
        "access",
        "seat",
        "postal_code",
        "bps_code",
        "latitude",
        "longitude",
        "source",
        "notes",
    ]
    return {name: "" if (value := getattr(district, name)) is None else str(value) for name in fields}


def test_officer_edits_travel_hours_and_the_edit_survives_loading(client, cast):
    client.force_login(cast.petugas)
    busang = District.objects.get(name="Busang")
    url = reverse("district:edit", args=[quote(busang.pk)])
    assert "Perjalanan dari Sangatta" in client.get(url).content.decode()
    answer = client.post(url, _values(busang) | {"hours_rain_min": "9", "hours_rain_max": "14.5"})
    assert answer.status_code == 302
    load_reference()
    busang.refresh_from_db()
    assert (busang.hours_rain_min, float(busang.hours_rain_max)) == (9, 14.5)


def test_hours_out_of_order_are_answered_with_a_sentence(client, cast):
    client.force_login(cast.petugas)
    busang = District.objects.get(name="Busang")
    url = reverse("district:edit", args=[quote(busang.pk)])
    answer = client.post(url, _values(busang) | {"hours_rain_min": "15", "hours_rain_max": "14"})
    assert "Waktu tempuh saat hujan paling cepat tidak boleh melebihi yang paling lama." in answer.content.decode()


def test_head_of_office_only_reads(client, cast):
    client.force_login(cast.kepala)
    busang = District.objects.get(name="Busang")
    assert client.get(reverse("district:inspect", args=[quote(busang.pk)])).status_code == 200
    client.post(reverse("district:edit", args=[quote(busang.pk)]), _values(busang) | {"hours_rain_max": "14"})
    busang.refresh_from_db()
    assert busang.hours_rain_max is None


def test_nobody_of_the_office_deletes_a_kecamatan(client, cast):
    client.force_login(cast.petugas)
    busang = District.objects.get(name="Busang")
    client.post(reverse("district:delete", args=[quote(busang.pk)]))
    assert District.objects.filter(name="Busang").exists()


@pytest.mark.parametrize("name", ["district", "village"])
def test_not_even_a_superuser_adds_or_deletes_a_place(client, cast, name):
    cast.admin.is_superuser = True
    cast.admin.save()
    client.force_login(cast.admin)
    page = client.get(reverse(f"{name}:index"))
    first = page.context["object_list"][0]
    delete = reverse(f"{name}:delete", args=[quote(first.pk)])
    assert reverse(f"{name}:add") not in page.content.decode() and delete not in page.content.decode()
    assert client.get(reverse(f"{name}:add")).status_code in {302, 403}
    assert client.post(delete).status_code in {302, 403}
    assert type(first).objects.filter(pk=first.pk).exists()
    assert client.get(reverse(f"{name}:edit", args=[quote(first.pk)])).status_code == 200


def test_slug_of_a_topic_is_chosen_once(client, cast):
    client.force_login(cast.admin)
    client.post(reverse("topic:add"), {"name": "Topik baru", "slug": "topik-baru"})
    url = reverse("topic:edit", args=["topik-baru"])
    client.post(url, {"name": "Topik lain", "slug": "topik-lain"})
    assert list(Topic.objects.filter(name__startswith="Topik").values_list("slug", "name")) == [
        ("topik-baru", "Topik lain")
    ]


def test_lists_search_and_filter(client, cast):
    client.force_login(cast.petugas)
    found = client.get(reverse("district:index"), {"q": "kombeng"}).content.decode()
    assert "Kongbeng" in found
    assert "Busang" not in found
    silent = client.get(reverse("village:index"), {"district": "64.08.06", "blankspot_reported": "true"})
    assert silent.context["paginator"].count == 2


@pytest.mark.parametrize("name", LISTS)
def test_list_costs_the_same_with_more_rows(client, cast, name, django_assert_max_num_queries):
    client.force_login(cast.petugas)
    client.get(reverse(f"{name}:index"))
    with django_assert_max_num_queries(14):
        client.get(reverse(f"{name}:index"))


@pytest.mark.parametrize("name", LISTS)
def test_yes_and_no_are_said_in_words(client, cast, name):
    client.force_login(cast.kepala)
    pages = [client.get(reverse(f"{name}:index"))]
    first = pages[0].context["object_list"][0]
    pages.append(client.get(reverse(f"{name}:inspect", args=[quote(first.pk)])))
    for page in pages:
        assert page.status_code == 200
        assert not re.findall(r">\s*(True|False|None)\s*<", page.content.decode())
