"""What officers write down in the field: once each, wrong rows alone, what resembles a business waits for a person."""

import datetime as dt
import uuid

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from businesses.field.photos import forget_old_photos
from businesses.models import Business, BusinessPhoto, DistrictLimit, FieldRecord, FieldState, YearFigures
from businesses.public import register_business
from core.clock import now
from core.store import private_store
from tests.factories.courses_records import photo_file
from tests.sync.phone import Phone, event

VILLAGE, OTHER = "64.08.10.2001", "64.08.06.2001"
ROW = {
    "owner": "Siti Contoh",
    "phone": "0899 0000 7001",
    "name": "Kopi Contoh",
    "village": VILLAGE,
    "product": "kopi bubuk",
    "workers": "3",
    "workers_female": "2",
    "nib": "1234 5678 90123",
    "kbli": "10761",
    "kbli_edition": "2020",
    "needs": ["packaging", "legality"],
    "consent": "Saya setuju.",
}


def said(*, files=(), record=None, revision=0, event_id=None, **changes):
    """Return an event with a row from the field."""
    body = {**ROW, "record": record or str(uuid.uuid4()), "revision": revision, **changes}
    return event("field_business", body, files=files, event_id=event_id)


@pytest.fixture
def phone(cast, places):
    """Return the officer's phone."""
    return Phone(cast.petugas)


def test_row_from_the_field_becomes_a_business_with_its_owner(phone, cast):
    assert phone.result(said())["state"] == "accepted"
    business = Business.objects.get()
    owner = business.memberships.get().person
    assert (business.name, owner.full_name, owner.phone) == ("Kopi Contoh", "Siti Contoh", "+6289900007001")
    assert (business.village_id, business.kbli, business.updated_by) == (VILLAGE, "10761", cast.petugas)
    assert sorted(business.needs.values_list("topic", flat=True)) == ["legality", "packaging"]
    assert (YearFigures.objects.get().workers, business.numbers.get().number) == (3, "1234567890123")
    assert business.industry_size == "small"
    record = business.field_records.get()
    assert (record.state, record.said, record.consent_text) == (FieldState.RECORDED, {}, "Saya setuju.")


def test_same_row_under_any_id_counts_once(phone):
    record, first = str(uuid.uuid4()), str(uuid.uuid4())
    one = said(record=record, event_id=first)
    again = said(record=record)
    assert phone.states(one, one, again) == ["accepted"] * 3
    assert Business.objects.count() == 1


def test_photo_comes_along_without_its_place(phone):
    sha256 = phone.photo(photo_file())
    assert phone.result(said(files=[sha256]))["state"] == "accepted"
    photo = BusinessPhoto.objects.get()
    assert photo.business.name == "Kopi Contoh" and private_store().find(photo.file)
    inspected = phone.client.get(reverse("business:inspect", args=[photo.business_id])).content.decode()
    assert reverse("business_photo", args=[photo.pk]) in inspected
    missing = phone.result(said(files=["0" * 64], name="Lain", phone=""))
    assert missing["state"] == "refused" and "belum sampai" in missing["message"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"village": ""}, "Pilih desa"),
        ({"village": "99"}, "Pilih desa"),
        ({"name": ""}, "Nama usaha belum diisi."),
        ({"owner": ""}, "Nama pemilik belum diisi."),
        ({"phone": "0812 345"}, "terlalu pendek"),
        ({"consent": ""}, "belum menyetujui"),
        ({"kbli_edition": ""}, "Pilih edisi"),
        ({"workers": "dua"}, "bukan angka"),
        ({"name": "=1+1"}, "rumus"),
    ],
)
def test_wrong_row_says_what_to_do_and_holds_up_nobody(phone, changes, words):
    wrong, right = phone.results(said(**changes), said(name="Tempe Contoh", phone="", nib=""))
    assert wrong["state"] == "refused" and words in wrong["message"]
    assert right["state"] == "accepted"
    assert [one.name for one in Business.objects.all()] == ["Tempe Contoh"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"name": "Warung Lain", "nib": ""}, "nomor HP sama"),
        ({"phone": "", "name": "kopi  contoh", "nib": ""}, "nama dan desa sama"),
        ({"phone": "", "name": "Warung Lain"}, "NIB sama"),
        ({}, "nama dan desa sama"),
    ],
)
def test_what_resembles_a_business_is_flagged_and_not_doubled(phone, changes, reason):
    phone.result(said())
    result = phone.result(said(**changes))
    assert result["state"] == "accepted" and reason in result["message"]
    assert result["next"] == reverse("field_similar")
    assert Business.objects.count() == 1
    assert FieldRecord.objects.filter(state=FieldState.SIMILAR).get().business is None


def flagged(phone, **changes):
    """Send a row twice, the second flagged; return its record."""
    phone.result(said())
    sha256 = phone.photo(photo_file())
    phone.result(said(files=[sha256], **changes))
    return FieldRecord.objects.get(state=FieldState.SIMILAR)


def test_officer_joins_what_is_the_same(phone):
    record = flagged(phone, address="Jl. Contoh", product="kopi luwak")
    page = phone.client.get(reverse("field_similar")).content.decode()
    assert "Kopi Contoh" in page
    business = Business.objects.get()
    address = reverse("field_settle", args=[record.pk])
    assert "Sudah tercatat: Kopi Contoh" in phone.client.get(address).content.decode()
    phone.client.post(address, {"what": "join", "business": business.pk})
    business.refresh_from_db()
    assert (business.address, business.product, business.version) == ("Jl. Contoh", "kopi bubuk", 2)
    record.refresh_from_db()
    assert (record.state, record.said, record.business) == (FieldState.JOINED, {}, business)
    assert business.photos.count() == 1
    assert phone.client.get(address).status_code == 404


def test_officer_calls_it_another_business_of_the_same_owner(phone):
    record = flagged(phone, name="Warung Contoh", nib="")
    phone.client.post(reverse("field_settle", args=[record.pk]), {"what": "new"})
    new = Business.objects.get(name="Warung Contoh")
    assert new.memberships.get().person == Business.objects.get(name="Kopi Contoh").memberships.get().person
    assert new.photos.count() == 1


def test_officer_drops_it_with_its_photos(phone, django_capture_on_commit_callbacks):
    record = flagged(phone)
    name = BusinessPhoto.objects.get().file
    with django_capture_on_commit_callbacks(execute=True):
        phone.client.post(reverse("field_settle", args=[record.pk]), {"what": "drop"})
    record.refresh_from_db()
    assert (record.state, record.said) == (FieldState.DROPPED, {})
    assert not BusinessPhoto.objects.exists() and not private_store().find(name)


def test_number_of_another_name_is_told_where_it_is_decided(phone):
    record = flagged(phone, owner="Orang Lain", name="Warung Lain", nib="")
    page = phone.client.post(reverse("field_settle", args=[record.pk]), {"what": "new"}).content.decode()
    assert "dengan nama lain" in page
    assert Business.objects.count() == 1


def test_correction_that_overtakes_the_first_sending_is_taken_once(phone):
    record = str(uuid.uuid4())
    phone.results(said(record=record), said(record=record, revision=1, product="kopi robusta", workers="4"))
    business = Business.objects.get()
    assert (business.product, business.version, YearFigures.objects.get().workers) == ("kopi robusta", 2, 4)
    phone.result(said(record=record, revision=1, product="lain"))
    business.refresh_from_db()
    assert business.product == "kopi robusta"


def test_correction_leaves_alone_what_somebody_changed(phone):
    record = str(uuid.uuid4())
    phone.result(said(record=record))
    Business.objects.update(version=2, product="diubah petugas")
    result = phone.result(said(record=record, revision=1, product="dari HP"))
    assert "sudah diubah orang lain" in result["message"]
    assert Business.objects.get().product == "diubah petugas"


def test_officer_limited_to_districts_writes_down_and_sees_only_there(phone, cast, places):
    DistrictLimit.objects.create(person=cast.petugas, district_id="64.08.10")
    register_business(cast.hasan, name="Rotan Rahasia", village=places.get(code=OTHER))
    kit = phone.client.get(reverse("field_kit")).json()
    assert [district for district, _ in kit["places"]] == ["Kaliorang"]
    refused = phone.result(said(village=OTHER))
    assert refused["state"] == "refused" and "di luar wilayah" in refused["message"]
    result = phone.result(said(phone="0899 0000 0002", owner="Hasan Contoh"))
    assert "Mirip" in result["message"]
    record = FieldRecord.objects.get()
    address = reverse("field_settle", args=[record.pk])
    page = phone.client.get(address).content.decode()
    assert "Rotan" not in page and "petugas kabupaten" in page
    assert phone.client.post(address, {"what": "new"}).status_code == 403
    assert Phone(cast.admin).client.post(address, {"what": "new"}).status_code == 302
    assert Business.objects.filter(name="Kopi Contoh").exists()


def test_only_officers_send_and_see(phone, cast):
    ratna = Phone(cast.ratna)
    assert ratna.result(said())["state"] == "refused"
    assert ratna.client.get(reverse("field_kit")).status_code == 403
    record = flagged(phone)
    other = get_user_model().objects.create_user("lain", full_name="Lain")
    other.groups.set(cast.petugas.groups.all())
    DistrictLimit.objects.create(person=other, district_id="64.08.10")
    assert Phone(other).client.get(reverse("field_settle", args=[record.pk])).status_code == 404
    photo = BusinessPhoto.objects.get()
    assert Phone(other).client.get(reverse("business_photo", args=[photo.pk])).status_code == 404
    assert phone.client.get(reverse("business_photo", args=[photo.pk])).status_code == 200


def test_photos_are_forgotten_after_two_years(phone):
    phone.result(said(files=[phone.photo(photo_file())]))
    assert forget_old_photos() == 0
    BusinessPhoto.objects.update(taken_at=now() - dt.timedelta(days=731))
    assert forget_old_photos() == 1
    assert not BusinessPhoto.objects.exists()


def test_owner_downloads_what_was_agreed_in_the_field(phone, cast):
    from businesses.collecting import own_businesses

    phone.result(said(files=[phone.photo(photo_file())]))
    [mine] = own_businesses(Business.objects.get().memberships.get().person)
    assert mine["persetujuan di lapangan"][0]["persetujuan"] == "Saya setuju." and len(mine["foto"]) == 1


def test_list_reads_the_same_number_of_queries(phone, django_assert_max_num_queries):
    phone.result(said())
    for number in range(3):
        phone.result(said(name=f"Warung {number}", nib=""))
    with django_assert_max_num_queries(9):
        assert phone.client.get(reverse("field_similar")).content.decode().count("Bandingkan") == 3


def test_outside_demo_mode_what_others_sent_opens_with_the_second_factor_only(phone, cast, settings):
    record = flagged(phone)
    photo = BusinessPhoto.objects.get()
    settings.DEMO = False
    for name, args in (("field_similar", ()), ("field_settle", [record.pk])):
        answer = phone.client.get(reverse(name, args=args))
        assert answer.status_code == 302 and "/akun/" in answer.headers["Location"], name
    assert phone.client.get(reverse("business_photo", args=[photo.pk])).status_code == 404
    assert phone.result(said(name="Tempe Contoh", phone="", nib=""))["state"] == "accepted"
