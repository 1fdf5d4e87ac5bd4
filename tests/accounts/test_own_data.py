"""One's own data: seen, corrected, downloaded, agreed to and not, asked to be deleted."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.consenting import has_consent, record_consent
from accounts.extensions import register_own_data
from accounts.models import Consent, ConsentKind, DataRequest
from accounts.signals import consent_withdrawn


@pytest.fixture
def ratna(client, cast):
    """Ratna, signed in."""
    client.force_login(cast.ratna)
    return cast.ratna


def test_privacy_page_is_readable_signed_out(client, db):
    page = client.get("/privasi/").content.decode()
    assert "Data Anda tidak dijual." in page and "Saya setuju dinas memakai nama" in page


def test_overview_shows_name_number_and_place(client, ratna, places):
    ratna.village = places["village"]
    ratna.save()
    page = client.get("/saya/data/").content.decode()
    assert all(part in page for part in ("Ratna Contoh", "0899-0000-0001", "Bukit Makmur, Kecamatan Kaliorang"))


def test_overview_asks_the_database_as_often_for_many_requests(client, ratna, django_assert_num_queries):
    for more in (1, 2):
        for _ in range(more):
            DataRequest.objects.create(person=ratna, kind="delete", state="cancelled")
        with django_assert_num_queries(6):  # session, person, agreements, requests, permissions (2)
            client.get("/saya/data/")


def test_name_and_village_can_be_corrected(client, ratna, places):
    client.post("/saya/data/ubah/", {"full_name": " Ratna  Dewi ", "village": places["village"].pk})
    ratna.refresh_from_db()
    assert (ratna.full_name, ratna.village) == ("Ratna Dewi", places["village"])
    client.post("/saya/data/ubah/", {"full_name": "Ratna", "village": "luar", "regency": places["regency"].pk})
    ratna.refresh_from_db()
    assert (ratna.village, ratna.regency) == (None, places["regency"])
    page = client.get("/saya/data/ubah/").content.decode()
    assert '<option value="luar" selected>' in page and '<option value="64.74" selected>' in page
    client.post("/saya/data/ubah/", {"full_name": "Ratna", "village": "luar", "regency": "lain"})
    ratna.refresh_from_db()
    assert (ratna.village, ratna.regency, ratna.lives_elsewhere) == (None, None, True)
    assert "di luar Kalimantan Timur" in client.get("/saya/data/").content.decode()
    assert '<option value="lain" selected>' in client.get("/saya/data/ubah/").content.decode()


def test_correction_with_a_mistake_keeps_what_was_typed(client, ratna, places):
    page = client.post("/saya/data/ubah/", {"full_name": "77", "village": places["village"].pk}).content.decode()
    assert "Isi nama lengkap Anda dengan huruf" in page and 'value="77"' in page
    ratna.refresh_from_db()
    assert ratna.full_name == "Ratna Contoh"


def test_correction_takes_no_other_field(client, ratna, places):
    data = {"full_name": "Ratna", "village": places["village"].pk, "is_superuser": "on", "phone": "+6281111111111"}
    client.post("/saya/data/ubah/", data)
    ratna.refresh_from_db()
    assert not ratna.is_superuser and ratna.phone == "+6289900000001"


def test_consent_is_given_and_withdrawn(client, ratna):
    Consent.objects.all().delete()
    client.post("/saya/data/setuju/news/")
    assert has_consent(ratna, ConsentKind.NEWS)
    assert "Tarik persetujuan" in client.get("/saya/data/tarik/news/").content.decode()
    assert has_consent(ratna, ConsentKind.NEWS)
    client.post("/saya/data/tarik/news/")
    assert not has_consent(ratna, ConsentKind.NEWS)
    assert Consent.objects.get(person=ratna).withdrawn_at is not None
    client.post("/saya/data/setuju/news/")
    assert has_consent(ratna, ConsentKind.NEWS) and Consent.objects.filter(person=ratna).count() == 2


def test_withdrawing_consent_to_learning_asks_the_office_to_stop(client, ratna):
    record_consent(ratna)
    heard = []
    consent_withdrawn.connect(lambda sender, **fact: heard.append(fact["kind"]), weak=False, dispatch_uid="test")
    client.post("/saya/data/tarik/learning/")
    client.post("/saya/data/tarik/learning/")
    consent_withdrawn.disconnect(dispatch_uid="test")
    assert heard == [ConsentKind.LEARNING]
    assert DataRequest.objects.get(person=ratna).kind == "stop"
    assert "Penghentian pemakaian data" in client.get("/saya/data/").content.decode()


def test_consent_of_somebody_under_17_names_the_guardian(client, ratna):
    Consent.objects.all().delete()
    ratna.is_minor = True
    ratna.save()
    client.post("/saya/data/setuju/learning/")
    assert not has_consent(ratna)
    client.post("/saya/data/setuju/learning/", {"guardian_name": "Wali Contoh"})
    assert Consent.objects.get(person=ratna).guardian_name == "Wali Contoh"


def test_unknown_consent_is_not_found(client, ratna):
    assert client.get("/saya/data/tarik/semua/").status_code == 404


def test_download_holds_the_account_and_what_other_rooms_add(client, ratna, monkeypatch):
    monkeypatch.setattr("accounts.extensions._own_data", {})
    register_own_data("usaha", lambda person: [{"pemilik": person.full_name}])
    record_consent(ratna)
    response = client.get("/saya/data/unduh/")
    assert "data-saya.json" in response.headers["Content-Disposition"]
    data = json.loads(response.content)
    assert data["akun"]["nomor HP"] == "0899-0000-0001" and data["akun"]["peran"] == ["Peserta"]
    assert data["persetujuan"][0]["versi"] == 1
    assert data["usaha"] == [{"pemilik": "Ratna Contoh"}]
    assert "password" not in response.content.decode()


def test_own_data_part_is_registered_once(monkeypatch):
    monkeypatch.setattr("accounts.extensions._own_data", {})
    register_own_data("usaha", lambda person: [])
    with pytest.raises(ValueError, match="twice"):
        register_own_data("usaha", lambda person: [])


def test_deletion_is_asked_first_and_recorded_once(client, ratna):
    assert "tidak dapat dikembalikan" in client.get("/saya/data/hapus/").content.decode()
    assert not DataRequest.objects.exists()
    for _ in range(2):
        client.post("/saya/data/hapus/")
    row = DataRequest.objects.get()
    assert (row.person, row.kind, row.state) == (ratna, "delete", "open")
    client.post(f"/saya/data/permintaan/{row.pk}/batal/")
    row.refresh_from_db()
    assert row.state == "cancelled" and row.closed_at


def test_nobody_cancels_somebody_elses_request(client, ratna, cast):
    row = DataRequest.objects.create(person=cast.hasan, kind="delete")
    client.post(f"/saya/data/permintaan/{row.pk}/batal/")
    row.refresh_from_db()
    assert row.state == "open"


def test_office_answers_a_request_and_the_person_reads_it(client, cast):
    row = DataRequest.objects.create(person=cast.ratna, kind="delete")
    client.force_login(cast.petugas)
    assert "Ratna Contoh" in client.get("/studio/permintaan-data/").content.decode()
    address = f"/studio/permintaan-data/edit/{row.pk}/"
    assert "Tulis jawaban untuk pemohon" in client.post(address, {"state": "done", "answer": ""}).content.decode()
    client.post(address, {"state": "done", "answer": "Akun dan data usaha dihapus."})
    row.refresh_from_db()
    assert row.state == "done" and row.closed_at
    client.force_login(cast.ratna)
    assert "Akun dan data usaha dihapus." in client.get("/saya/data/").content.decode()


def test_office_list_is_read_with_as_many_queries_for_three(client, cast):
    client.force_login(cast.petugas)
    counts = []
    for person in (cast.ratna, cast.hasan, cast.dewi):
        DataRequest.objects.create(person=person, kind="delete")
        client.get("/studio/permintaan-data/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/studio/permintaan-data/")
        counts.append(len(captured))
    assert counts[0] == counts[2]


@pytest.mark.parametrize("username", ["petugas", "admin"])
def test_requests_are_neither_made_nor_deleted_by_the_office(client, cast, username):
    row = DataRequest.objects.create(person=cast.ratna, kind="delete")
    client.force_login(getattr(cast, username))
    assert "Tambah permintaan" not in client.get("/studio/permintaan-data/").content.decode()
    for address in ("/studio/permintaan-data/new/", f"/studio/permintaan-data/delete/{row.pk}/"):
        assert client.post(address).status_code in {302, 403}
    assert DataRequest.objects.count() == 1
