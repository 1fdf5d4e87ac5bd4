"""Two rows that are one business: found, compared, merged with every link, and the old address leads on."""

import datetime as dt
import threading
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.log_actions import log

from businesses.errors import MergeStale
from businesses.extensions import merges, register_merge
from businesses.merging.finding import candidates
from businesses.merging.joining import merge_businesses
from businesses.models import (
    Business,
    BusinessPhoto,
    DistrictLimit,
    FieldRecord,
    Import,
    LegalNumber,
    MergedBusiness,
    Note,
    YearFigures,
)
from businesses.public import add_worker, business_of, register_business
from core.clock import now
from courses.public import courses_of
from reference.public import villages
from tests.factories.courses_content import make_course
from tests.factories.courses_records import make_enrolment

VILLAGE, OTHER = "64.08.10.2001", "64.08.06"


@pytest.fixture
def twin(cast, business):
    """Return a second row of Ratna's business, written down for Hasan."""
    village = villages().get(code=VILLAGE)
    return register_business(cast.hasan, name="keripik contoh", product="keripik talas", village=village)


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.petugas)
    return client


def merge(keep, gone, by, *, taken=(), reason="Sama"):
    """Merge as the screen does."""
    return merge_businesses(keep, gone, taken=taken, seen=(keep.version, gone.version), reason=reason, by=by)


def address(first, second, name="business_merge"):
    return reverse(name, args=[first.pk, second.pk])


def sent(client, first, second, **choices):
    """Return what the form sends, with `choices` typed over what it opens with."""
    form = client.get(address(first, second)).context["form"]
    return {name: form[name].value() for name in form.fields} | {"reason": "Pemilik menyebut satu usaha"} | choices


# --- Candidates ------------------------------------------------------------------------------------------------------


def test_candidates_by_nib_name_with_village_and_owner(cast, business, twin):
    [pair] = candidates(cast.petugas)
    assert (pair.first, pair.second, pair.reasons) == (business.pk, twin.pk, ("nama dan desa sama",))
    for row in (business, twin):
        LegalNumber.objects.create(business=row, kind="nib", number="1234567890123")
    other = register_business(cast.ratna, name="Kopi Contoh", village=business.village)
    first, second = candidates(cast.petugas)
    assert first.reasons == ("NIB sama", "nama dan desa sama")
    assert (second.second, second.reasons) == (other.pk, ("pemilik dan nomornya sama",))


def test_list_is_searched_paged_and_says_when_it_is_empty(officer, cast, business, twin):
    page = officer.get(reverse("business_duplicates")).content.decode()
    assert "Bandingkan" in page and "nama dan desa sama" in page
    assert "Bandingkan" in officer.get(reverse("business_duplicates"), {"q": "talas"}).content.decode()
    assert "Tidak ada pasangan" in officer.get(reverse("business_duplicates"), {"q": "rotan"}).content.decode()
    for number in range(30):
        register_business(cast.dewi, name=f"Usaha {number}", village=business.village)
    Business.objects.filter(name__startswith="Usaha").update(name="Usaha")
    assert "Tidak ada" not in officer.get(reverse("business_duplicates"), {"p": 2}).content.decode()
    Business.objects.exclude(pk=business.pk).delete()
    assert "tampak tercatat dua kali" in officer.get(reverse("business_duplicates")).content.decode()


def test_list_costs_the_same_for_few_and_many(officer, cast, business, twin, django_assert_max_num_queries):
    village = villages().get(code=VILLAGE)
    for number in range(3):
        register_business(cast.dewi, name=f"Satu {number}", village=village)
        register_business(cast.hasan, name=f"Satu {number}", village=village)
    with django_assert_max_num_queries(24):
        officer.get(reverse("business_duplicates"))


def test_pair_that_is_not_the_same_is_not_proposed_again(officer, cast, business, twin):
    officer.post(address(twin, business, "business_distinct"))
    assert candidates(cast.petugas) == []


# --- Merging ---------------------------------------------------------------------------------------------------------


def test_officer_chooses_field_by_field(officer, cast, business, twin):
    Business.objects.filter(pk=twin.pk).update(raw_material="talas", sells_online=True)
    values = sent(officer, business, twin, field_product="right", field_raw_material="right", field_markets="left")
    assert officer.post(address(business, twin), {**values, "reason": ""}).status_code == 200
    answer = officer.post(address(business, twin), values, follow=True)
    assert "kini satu: Keripik Contoh" in answer.content.decode()
    kept = Business.objects.get()
    assert (kept.pk, kept.name, kept.product) == (business.pk, "Keripik Contoh", "keripik talas")
    assert (kept.raw_material, kept.sells_online, kept.version) == ("talas", False, 2)
    assert set(kept.memberships.values_list("person", flat=True)) == {cast.ratna.pk, cast.hasan.pk}


def test_the_right_one_may_stay(officer, business, twin):
    officer.post(address(business, twin), sent(officer, business, twin, keep="right", field_name="left"))
    kept = Business.objects.get()
    assert (kept.pk, kept.name, kept.product) == (twin.pk, "Keripik Contoh", "keripik pisang")


def fill(business, cast, number):
    """Give a business one row of everything."""
    business.figures.model.objects.create(business=business, year=2020 + number, workers=number)
    business.figures.model.objects.create(business=business, year=2026, workers=number, sales_rupiah=number or None)
    business.products.model.objects.create(business=business, name=f"Produk {number}")
    business.numbers.model.objects.create(business=business, kind="nib", number=f"123456789012{number}")
    business.needs.model.objects.create(business=business, topic="packaging", text=str(number))
    business.trainings.model.objects.create(business=business, name=f"Bimtek {number}")
    Note.objects.create(business=business, happened_on=dt.date(2026, 1, 1), text=f"Catatan {number}", by=cast.petugas)
    batch = Import.objects.create(file_name="a.csv")
    batch.rows.create(number=1, outcome="created", business=business, version=2)
    record = FieldRecord.objects.create(key=uuid.uuid4(), by=cast.petugas, business=business, made_at=now())
    BusinessPhoto.objects.create(business=business, record=record, file="usaha/x.jpg", size_bytes=1, taken_at=now())
    log(instance=business, action="wagtail.edit", user=cast.petugas)


def test_every_link_is_kept(officer, cast, business, twin):
    for number, row in enumerate((business, twin)):
        fill(row, cast, number)
    add_worker(business, cast.hasan)
    MergedBusiness.objects.create(old_id=9999, name="Lebih lama", into=twin, reason="x")
    enrolment = make_enrolment(cast.hasan, make_course(slug="kemasan"))
    kept = merge(business, twin, cast.petugas)
    for name, count in {
        "figures": 3,
        "products": 2,
        "numbers": 2,
        "needs": 2,
        "trainings": 2,
        "notes": 2,
        "status_changes": 2,
        "photos": 2,
        "field_records": 2,
        "import_rows": 2,
        "merged": 2,
    }.items():
        assert getattr(kept, name).count() == count, name
    year = YearFigures.objects.get(business=kept, year=2026)
    assert (year.workers, year.sales_rupiah) == (0, 1)
    assert kept.memberships.get(person=cast.hasan).part == "owner"
    assert business_of(cast.hasan) == kept
    assert [course.course_id for course in courses_of(cast.hasan)] == [enrolment.course_id]
    assert set(kept.import_rows.values_list("version", flat=True)) == {0}
    history = officer.get(reverse("business:history", args=[kept.pk])).content.decode()
    assert history.count("Edit") + history.count("edit") >= 2
    assert MergedBusiness.objects.get(old_id=9999).into == kept


def test_no_room_is_forgotten():
    """Whoever points at a business says how the link is carried over when two become one."""
    pointing = {f"{one.related_model._meta.label}.{one.field.name}" for one in Business._meta.related_objects}
    pointing |= {f"{one.through._meta.label}" for one in Business._meta.many_to_many}
    assert pointing <= set(merges())


def test_other_rooms_are_told(cast, business, twin, monkeypatch):
    told = []
    monkeypatch.setattr("businesses.extensions._merges", {**merges()})
    register_merge("assistance.Case.business", lambda keep, gone: told.append((keep.pk, gone.pk)))
    merge(business, twin, cast.petugas)
    assert told == [(business.pk, twin.pk)]
    with pytest.raises(ValueError, match="twice"):
        register_merge("assistance.Case.business", lambda keep, gone: None)


DOORS = ["inspect", "edit", "history", "status", "note"]


@pytest.mark.parametrize("door", DOORS)
def test_merged_away_address_leads_on(officer, cast, business, twin, door):
    old = twin.pk
    merge(business, twin, cast.petugas)
    answer = officer.get(reverse(f"business:{door}", args=[old]))
    assert answer.status_code == 302
    assert answer.headers["Location"] == reverse(f"business:{door}", args=[business.pk])


def test_owner_is_led_on_too(client, cast, business, twin):
    old = twin.pk
    merge(business, twin, cast.petugas)
    client.force_login(cast.hasan)
    answer = client.get(reverse("own_business_correct", args=[old]))
    assert answer.headers["Location"] == reverse("own_business_correct", args=[business.pk])
    client.force_login(cast.dewi)
    assert client.get(reverse("own_business_correct", args=[old])).status_code == 404


def test_history_says_who_and_why(officer, cast, business, twin):
    merge(business, twin, cast.admin, reason="Pemilik menyebut satu usaha")
    page = officer.get(reverse("business:history", args=[business.pk])).content.decode()
    assert "Digabung dengan keripik contoh: Pemilik menyebut satu usaha" in page and "Admin Contoh" in page


# --- Who, and two at once --------------------------------------------------------------------------------------------


def test_limited_officer_merges_only_what_they_see(officer, client, cast, business, twin):
    Business.objects.filter(pk=twin.pk).update(village=villages().filter(district=OTHER).first())
    LegalNumber.objects.create(business=business, kind="nib", number="1")
    LegalNumber.objects.create(business=twin, kind="nib", number="1")
    assert len(candidates(cast.petugas)) == 1
    DistrictLimit.objects.create(person=cast.petugas, district_id="64.08.10")
    assert candidates(type(cast.petugas).objects.get(pk=cast.petugas.pk)) == []
    assert "talas" not in officer.get(reverse("business_duplicates")).content.decode()
    for one in (officer.get, officer.post):
        assert one(address(business, twin)).status_code == 404
        assert one(address(twin, business)).status_code == 404
    assert officer.post(address(business, twin, "business_distinct")).status_code == 404
    client.force_login(cast.admin)
    merge(twin, Business.objects.get(pk=business.pk), cast.admin)
    client.force_login(cast.petugas)
    assert client.get(reverse("business:inspect", args=[business.pk])).status_code == 404


@pytest.mark.parametrize("member", ["ratna", "dewi", "kepala"])
def test_others_merge_nothing(client, cast, business, twin, member):
    client.force_login(getattr(cast, member))
    assert client.post(address(business, twin), {"keep": "left"}).status_code in (302, 403)
    assert Business.objects.count() == 2


def test_what_changed_meanwhile_is_looked_at_again(officer, cast, business, twin):
    values = sent(officer, business, twin)
    Business.objects.filter(pk=twin.pk).update(version=5, product="baru")
    answer = officer.post(address(business, twin), values, follow=True)
    assert "baru saja diubah" in answer.content.decode() and "baru" in answer.content.decode()
    assert Business.objects.count() == 2
    with pytest.raises(MergeStale):
        merge_businesses(business, twin, taken=(), seen=(1, 1), reason="x", by=cast.petugas)


def test_second_officer_is_led_to_what_the_first_made(officer, cast, business, twin):
    values = sent(officer, business, twin)
    officer.post(address(business, twin), values)
    second = Client()
    second.force_login(cast.admin)
    answer = second.post(address(business, twin), values, follow=True)
    assert "sudah digabungkan petugas lain" in answer.content.decode()
    assert answer.redirect_chain[-1][0] == reverse("business:inspect", args=[business.pk])


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_who_merge_at_the_same_moment_one_is_told(cast, business, twin):
    together, ends = threading.Barrier(2), []

    def go(keep, gone, by):
        together.wait(10)
        try:
            merge(keep, gone, by)
            ends.append("merged")
        except MergeStale:
            ends.append("told")
        connection.close()

    pairs = [(business, twin, cast.petugas), (twin, business, cast.admin)]
    threads = [threading.Thread(target=go, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(ends) == ["merged", "told"]
    assert (Business.objects.count(), MergedBusiness.objects.count()) == (1, 1)
