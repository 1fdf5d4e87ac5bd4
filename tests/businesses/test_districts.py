"""An officer limited to kecamatan is limited behind every door: another district is not there."""

import io

import openpyxl
import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from wagtail.log_actions import log

from businesses.models import Business, BusinessStatus, DistrictLimit
from businesses.permissions import visible_businesses
from businesses.public import register_business
from businesses.studio import business_viewset
from reference.public import villages
from tests.businesses.test_editing import typed

MINE, OTHER = "64.08.10", "64.08.06"


@pytest.fixture
def pair(cast, business):
    """Return a business in the officer's only kecamatan, and one in Busang."""
    DistrictLimit.objects.create(person=cast.petugas, district_id=MINE)
    village = villages().filter(district=OTHER).first()
    return business, register_business(cast.hasan, name="Rotan Rahasia", product="anyaman", village=village)


@pytest.fixture
def officer(client, cast, pair):
    """Return the limited officer's browser."""
    client.force_login(cast.petugas)
    return client


def test_scope_is_the_officers_kecamatan(cast, pair):
    assert list(visible_businesses(cast.petugas)) == [pair[0]]
    assert visible_businesses(cast.kepala).count() == 2
    assert visible_businesses(cast.admin).count() == 2
    assert visible_businesses(cast.ratna).count() == 0


def test_business_without_a_village_is_nobodys_but_the_unlimited(cast, pair):
    Business.objects.update(village=None)
    assert visible_businesses(cast.petugas).count() == 0
    assert visible_businesses(cast.kepala).count() == 2


@pytest.mark.parametrize(
    "query",
    [{}, {"q": "rahasia"}, {"q": "Hasan"}, {"district": OTHER}, {"status": "active"}, {"ordering": "-status"}],
)
@pytest.mark.parametrize("door", ["index", "index_results"])
def test_list_search_and_filters_hold_nothing_of_it(officer, door, query):
    page = officer.get(reverse(f"business:{door}"), query).content.decode()
    assert "Rotan" not in page
    assert "Busang" not in page


def test_list_offers_only_the_officers_kecamatan(officer, client, cast):
    assert [
        str(d) for d in officer.get(reverse("business:index")).context["filters"].form.fields["district"].queryset
    ] == ["Kaliorang"]
    client.force_login(cast.kepala)
    assert "Busang" in client.get(reverse("business:index")).content.decode()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_exports_hold_nothing_of_it(officer, form):
    answer = officer.get(reverse("business:index"), {"export": form})
    body = b"".join(answer.streaming_content)
    if form == "xlsx":
        rows = openpyxl.load_workbook(io.BytesIO(body)).active.iter_rows(values_only=True)
        body = repr(list(rows)).encode()
    assert b"Keripik Contoh" in body
    assert b"Rotan" not in body


DOORS = ["inspect", "edit", "history", "history_results", "usage", "delete", "status", "leading", "note"]


@pytest.mark.parametrize("door", DOORS)
def test_direct_address_is_no_address(officer, cast, pair, door):
    mine, other = pair
    if door == "delete":
        give_right(cast.petugas, "delete_business")
    assert officer.get(reverse(f"business:{door}", args=[other.pk])).status_code == 404
    assert officer.post(reverse(f"business:{door}", args=[other.pk]), {"name": "x"}).status_code in (404, 405)
    assert officer.get(reverse(f"business:{door}", args=[mine.pk])).status_code == 200
    other.refresh_from_db()
    assert other.name == "Rotan Rahasia"


def give_right(person, codename):
    """Give a person a right of the room."""
    person.user_permissions.add(Permission.objects.get(codename=codename, content_type__app_label="businesses"))


def test_every_door_of_one_business_is_tested():
    names = {pattern.name for pattern in business_viewset.get_urlpatterns() if "pk" in str(pattern.pattern)}
    assert names == set(DOORS)


@pytest.mark.parametrize("chosen", ["all", "one"])
def test_act_on_many_passes_it_by(officer, pair, chosen):
    mine, other = pair
    ids = ["all"] if chosen == "all" else [str(mine.pk), str(other.pk)]
    url = reverse("wagtail_bulk_action", args=["businesses", "business", "status"])
    query = "?" + "&".join(f"id={one}" for one in ids) + "&next=/studio/usaha/"
    assert "Rotan" not in officer.get(url + query).content.decode()
    officer.post(url + query, {"status": "closed", "reason": "market"})
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.status, other.status) == (BusinessStatus.CLOSED, BusinessStatus.ACTIVE)


def test_village_of_another_kecamatan_cannot_be_chosen(officer, pair):
    mine, other = pair
    answer = officer.post(reverse("business:edit", args=[mine.pk]), typed(mine, village=other.village_id))
    assert "village" in answer.context["form"].errors
    answer = officer.post(reverse("business:add"), typed(Business(), name="Baru", owner_name="Tono"))
    assert "village" in answer.context["form"].errors


def test_report_of_all_changes_holds_nothing_of_it(officer, cast, client, pair):
    for row in pair:
        log(instance=row, action="wagtail.edit", user=cast.admin)
    page = officer.get("/studio/reports/site-history/").content.decode()
    assert "Keripik Contoh" in page
    assert "Rotan" not in page
    client.force_login(cast.kepala)
    assert "Rotan" in client.get("/studio/reports/site-history/").content.decode()


def test_administrator_sets_the_limits(client, cast, places):
    client.force_login(cast.admin)
    client.post("/studio/batas-wilayah/new/", {"person": cast.kepala.pk, "district": OTHER})
    assert DistrictLimit.objects.get().person == cast.kepala
    client.force_login(cast.petugas)
    client.post("/studio/batas-wilayah/new/", {"person": cast.petugas.pk, "district": OTHER})
    assert DistrictLimit.objects.count() == 1
