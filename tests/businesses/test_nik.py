"""NIK, if ever given: sealed, masked, found by a keyed hash, each look at it noted; in nothing that leaves."""

import csv
import io

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.urls import reverse

from businesses.collecting import own_businesses
from businesses.errors import NikElsewhere, NikSealed, NikWrong
from businesses.models import BusinessLog, DistrictLimit, ImportRow, OwnerNik
from businesses.nik import keep_nik, masked, show_nik
from businesses.public import register_business
from businesses.tasks import take_import
from tests.businesses.test_importing import CHIPS, HEADS, upload

NIK = "9999994101900001"


@pytest.fixture(autouse=True)
def keys(settings):
    settings.NIK_KEYS = [Fernet.generate_key().decode()]


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.petugas)
    return client


def keep(business, person, by, nik=NIK):
    return keep_nik(person, nik, business=business, purpose="Pendampingan NIB", by=by)


def test_it_is_kept_sealed_and_shown_masked(officer, cast, business):
    address = reverse("business_nik", args=[business.pk])
    sent = {"owner": cast.ratna.pk, "nik": "9999 9941 0190 0001", "purpose": "Pendampingan NIB"}
    page = officer.post(address, sent, follow=True).content.decode()
    assert "9999********0001" in page and NIK not in page
    row = OwnerNik.objects.get()
    assert NIK not in row.sealed + row.digest
    assert masked(row) == "9999********0001"


def test_each_look_at_it_whole_needs_a_reason_and_is_noted(officer, cast, business):
    keep(business, cast.ratna, cast.admin)
    address = reverse("business_nik", args=[business.pk])
    page = officer.post(address, {"see": "1", "owner": cast.ratna.pk, "reason": ""}).content.decode()
    assert NIK not in page and "Tulis alasan melihat NIK." in page
    answer = officer.post(address, {"see": "1", "owner": cast.ratna.pk, "reason": "Mengisi OSS"})
    assert NIK in answer.content.decode() and "no-store" in answer.headers["Cache-Control"]
    assert NIK not in officer.get(address).content.decode()
    entry = BusinessLog.objects.get(action="businesses.nik_view")
    assert (entry.user, entry.data) == (cast.petugas, {"reason": "Mengisi OSS"})
    history = officer.get(reverse("business:history", args=[business.pk])).content.decode()
    assert "NIK pemilik dilihat utuh: Mengisi OSS" in history and NIK not in history


@pytest.mark.parametrize("written", ["123", "9999993201900001", "9999994113900001", "99999941019000012", "abc"])
def test_what_can_be_no_nik_is_refused(cast, business, written):
    with pytest.raises(NikWrong):
        keep(business, cast.ratna, cast.petugas, written)


def test_nik_of_somebody_else_is_found_by_its_hash(cast, business, settings):
    keep(business, cast.ratna, cast.petugas)
    with pytest.raises(NikElsewhere):
        keep(business, cast.hasan, cast.petugas)
    keep(business, cast.ratna, cast.petugas)
    settings.NIK_KEYS = [Fernet.generate_key().decode(), *settings.NIK_KEYS]
    with pytest.raises(NikElsewhere):
        keep(business, cast.hasan, cast.petugas)
    assert OwnerNik.objects.count() == 1


def test_keys_are_changed_without_losing_anything(cast, business, settings):
    row = keep(business, cast.ratna, cast.petugas)
    old, new = settings.NIK_KEYS[0], Fernet.generate_key().decode()
    settings.NIK_KEYS = [new, old]
    call_command("rotate_nik_keys")
    settings.NIK_KEYS = [new]
    row.refresh_from_db()
    assert show_nik(row, business=business, reason="Uji", by=cast.petugas) == NIK
    with pytest.raises(NikElsewhere):
        keep(business, cast.hasan, cast.petugas)
    settings.NIK_KEYS = [old]
    with pytest.raises(NikSealed):
        masked(row)


def test_sealed_text_that_was_changed_is_not_opened(cast, business):
    row = keep(business, cast.ratna, cast.petugas)
    row.sealed = row.sealed[:-4] + "AAAA"
    with pytest.raises(NikSealed):
        masked(row)


def test_screen_says_when_the_key_is_gone(officer, cast, business, settings):
    keep(business, cast.ratna, cast.admin)
    settings.NIK_KEYS = [Fernet.generate_key().decode()]
    address = reverse("business_nik", args=[business.pk])
    assert "tidak dapat dibuka" in officer.get(address).content.decode()
    answer = officer.post(address, {"see": "1", "owner": cast.ratna.pk, "reason": "Mengisi OSS"})
    assert answer.status_code == 200 and answer.content.decode().count("tidak dapat dibuka") == 2


def test_without_a_key_none_is_taken(officer, cast, business, settings):
    settings.NIK_KEYS = []
    address = reverse("business_nik", args=[business.pk])
    assert "belum dapat dicatat" in officer.get(address).content.decode()
    officer.post(address, {"owner": cast.ratna.pk, "nik": NIK, "purpose": "x"})
    assert not OwnerNik.objects.exists()


def test_who_may_see_it(officer, client, cast, business):
    keep(business, cast.ratna, cast.admin)
    address = reverse("business_nik", args=[business.pk])
    DistrictLimit.objects.create(person=cast.petugas, district_id="64.08.06")
    assert officer.get(address).status_code == 404
    for member in (cast.kepala, cast.dewi, cast.ratna):
        client.force_login(member)
        assert client.get(address).status_code in (302, 403)


def test_it_is_in_no_export_and_nothing_else_that_leaves(officer, cast, business):
    row = keep(business, cast.ratna, cast.petugas)
    export = b"".join(officer.get(reverse("business:index"), {"export": "csv"}).streaming_content).decode()
    own = repr(own_businesses(cast.ratna))
    logged = repr(list(BusinessLog.objects.values()))
    for text in (export, own, logged):
        assert NIK not in text and row.digest not in text and row.sealed not in text


@pytest.mark.parametrize("head", ["NIK", "No. KTP", "Nomor"])
def test_imports_keep_none_of_it(officer, cast, places, head):
    rows = [[*HEADS, head], ["", *CHIPS[1:], NIK], [*CHIPS, NIK]]
    batch = upload(rows, cast.petugas)
    type(batch).objects.update(state="mapping")
    assert NIK not in officer.get(f"/studio/usaha-impor/{batch.pk}/").content.decode()
    type(batch).objects.update(state="queued")
    take_import(batch.pk)
    assert NIK not in repr(list(ImportRow.objects.values()))
    text = b"".join(officer.get(f"/studio/usaha-impor/{batch.pk}/kesalahan/").streaming_content).decode("utf-8-sig")
    _, row = csv.reader(io.StringIO(text), delimiter=";")
    assert row[len(HEADS)] == "(tidak disimpan)"


def test_it_goes_with_its_owner(cast, business):
    keep(business, cast.ratna, cast.petugas)
    register_business(cast.hasan, name="Lain")
    cast.ratna.delete()
    assert not OwnerNik.objects.exists()
