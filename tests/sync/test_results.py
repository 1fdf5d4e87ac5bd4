"""Result files: who may bring them, what is refused in which words, and that each event counts once."""

import hashlib
import json
import tracemalloc
import uuid

import pytest
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.test import Client, RequestFactory
from wagtail.models import ModelLogEntry

from accounts.collecting import own_data
from accounts.models import Consent
from accounts.public import record_consent
from sync import results
from sync.errors import ResultTooLarge
from sync.extensions import Outcome, register_event
from sync.models import Device, PhoneEvent, PhoneFile
from tests.factories.courses_records import make_person, photo_file
from tests.sync.phone import Phone, event
from tests.sync.signing import Signer, upload

pytestmark = pytest.mark.django_db
TAKEN = "Berkas hasil diterima"


@pytest.fixture
def signer(phone):
    """A phone whose key is known."""
    record_consent(phone.person)
    signer = Signer(phone)
    assert signer.register().status_code == 200
    return signer


@pytest.fixture
def officer(cast):
    client = Client()
    client.force_login(cast.petugas)
    return client


def note(word="satu", **fields):
    return event("note", {"word": word}, label=f"Catatan {word}", **fields)


# ---- The key


def test_key_is_noted_once_for_each_phone_and_account(phone, signer):
    assert signer.register().json().keys() == {"account"}
    (device,) = Device.objects.all()
    assert len(device.public_key) == 88
    other = Phone(make_person())
    signer_of_other = Signer(other)
    assert signer_of_other.register().status_code == 200
    assert Device.objects.exclude(public_key="").count() == 2
    assert own_data(phone.person)["Kiriman dari HP"]["HP"][0]["kunci publik"] == device.public_key


@pytest.mark.parametrize(
    "change",
    [
        {"x": "A" * 43},
        {"x": "pendek"},
        {"x": None},
        {"x": "*" * 43},
        {"crv": "P-384"},
        {"kty": "RSA"},
    ],
)
def test_what_is_no_point_on_the_curve_is_no_key(phone, change):
    signer = Signer(phone)
    response = signer.register(key={**signer.jwk, **change})
    assert (response.status_code, response.json()["code"]) == (422, "key_unreadable")
    assert signer.register(key="kunci").status_code == 422
    assert not Device.objects.exclude(public_key="").exists()


def test_key_is_taken_for_the_session_alone(phone):
    signer = Signer(phone)
    assert signer.register(account="0" * 16).status_code == 409
    assert signer.register(device="x").status_code == 422
    phone.client.logout()
    assert signer.register().status_code == 401


# ---- Bringing a file


def test_learner_brings_their_own_file_and_reads_what_became_of_each(phone, signer, notebook):
    notebook.refusing.add("tiga")
    response, page = upload(phone.client, signer.file(note("satu"), note("late"), note("tiga")))
    assert response.status_code == 200 and TAKEN in page
    assert notebook.words == ["satu", "late"]
    for words in ("Catatan satu", "✓ Diterima", "Sudah lewat.", "Terlambat", "Belum bisa. Coba lagi.", 'href="/saya/"'):
        assert words in page
    assert not ModelLogEntry.objects.exists()


def test_each_event_counts_once_however_often_and_by_whomever_it_comes(phone, signer, notebook, officer):
    one, two = note("satu"), note("dua")
    file = signer.file(one, two)
    assert phone.states(one) == ["accepted"]
    for client in (officer, phone.client, officer):
        response, page = upload(client, file)
        assert response.status_code == 200 and "Sudah pernah diterima" in page
    assert phone.states(one, two) == ["accepted", "accepted"]
    assert notebook.words == ["satu", "dua"]
    assert PhoneEvent.objects.filter(person=phone.person).count() == 2


def test_officer_acts_for_the_person_and_it_is_logged(phone, signer, notebook, officer, cast):
    response, page = upload(officer, signer.file(note()))
    assert response.status_code == 200 and phone.person.full_name in page
    assert PhoneEvent.objects.get().person == phone.person
    entry = ModelLogEntry.objects.get(action=results.RESULT_ACTION)
    assert (entry.user, entry.object_id, entry.data) == (cast.petugas, str(phone.person.pk), {"accepted": 1})


def test_outside_demo_mode_an_officer_acts_for_others_with_the_second_factor_only(
    phone, signer, notebook, officer, cast, settings
):
    settings.DEMO = False
    file = signer.file(note())
    assert "masuk dengan pengaman akun" in upload(officer, file)[1]
    factor = Authenticator.objects.create(user=cast.petugas, type=Authenticator.Type.TOTP, data={})
    assert "masuk dengan pengaman akun" in upload(officer, file)[1]
    assert notebook.words == []
    request = RequestFactory().get("/")
    request.session = officer.session
    record_authentication(request, cast.petugas, "mfa", id=factor.pk, type=factor.type)
    request.session.save()
    assert TAKEN in upload(officer, file)[1]
    assert notebook.words == ["satu"]


def test_learner_brings_their_own_file_without_a_second_factor(phone, signer, notebook, settings):
    settings.DEMO = False
    assert TAKEN in upload(phone.client, signer.file(note()))[1]


def test_page_says_what_is_late_each_time_and_when_nothing_was_taken(phone, signer, notebook):
    late = signer.file(note("late"))
    for _ in range(2):
        page = upload(phone.client, late)[1]
        assert "Terlambat" in page and "Sudah pernah diterima" not in page
    notebook.refusing.add("tiga")
    page = upload(phone.client, signer.file(note("tiga")))[1]
    assert "<h1>Jawaban belum dapat diterima</h1>" in page and TAKEN not in page


@pytest.mark.parametrize("who", ["ratna", "dewi", "kepala"])
def test_nobody_else_brings_another_persons_file(signer, notebook, cast, who):
    client = Client()
    client.force_login(getattr(cast, who))
    response, page = upload(client, signer.file(note()))
    assert response.status_code == 200 and "milik peserta lain" in page
    assert notebook.words == []


def test_two_people_on_one_phone_keep_their_files_apart(phone, signer, notebook, officer):
    other = Phone(make_person())
    record_consent(other.person)
    second = Signer(other)
    second.key = signer.key
    assert second.register().status_code == 200
    upload(officer, second.file(note("kedua")))
    assert PhoneEvent.objects.get().person == other.person


def test_photos_travel_inside_and_go_with_their_event(phone, signer):
    seen = []

    def take(found):
        seen.extend(PhoneFile.objects.filter(sha256__in=found.files).values_list("sha256", flat=True))
        return Outcome()

    register_event("foto", take)
    try:
        photo = photo_file()
        name = hashlib.sha256(photo).hexdigest()
        file = signer.file(event("foto", {}, files=[name]), photos=[photo])
        for _ in range(2):
            assert TAKEN in upload(phone.client, file)[1]
        assert seen == [name]
        assert not PhoneFile.objects.exists()
    finally:
        results.receive.__globals__["kind_called"].__globals__["_kinds"].pop("foto")


def test_photo_that_is_too_large_or_broken_is_not_kept(phone, signer, notebook):
    notebook.refusing.add("satu")
    big = b"x" * (results.MOST_PHOTO_BYTES + 1)
    name = hashlib.sha256(big).hexdigest()
    upload(phone.client, signer.file(note(files=[name]), photos=[big]))
    upload(phone.client, signer.file(note(files=["a" * 64, "b" * 64]), raw_photos={"a" * 64: 7, "b" * 64: "%%"}))
    assert not PhoneFile.objects.exists()


def test_where_we_fail_the_rest_waits_for_the_same_file(phone, signer, notebook):
    notebook.broken.add("dua")
    file = signer.file(note("satu"), note("dua"), note("tiga"))
    page = upload(phone.client, file)[1]
    assert "Berkas diterima sebagian" in page and "Catatan satu" in page and "Catatan dua" not in page
    notebook.broken.clear()
    assert TAKEN in upload(phone.client, file)[1]
    assert notebook.words == ["satu", "dua", "tiga"]


# ---- What is refused


def test_file_changed_by_one_byte_is_refused(phone, signer, notebook):
    file = signer.file(note())
    changed = file.replace(b'"word": "satu"', b'"word": "satV"')
    assert changed != file
    response, page = upload(phone.client, changed)
    assert response.status_code == 200 and "berubah setelah dibuat" in page
    head, signature, content = file.split(b"\n")
    for other in (b"A" * 88, b"", signature[:-4]):
        assert "berubah setelah dibuat" in upload(phone.client, b"\n".join([head, other, content]))[1]
    assert notebook.words == []


def test_file_signed_by_another_phone_is_refused(phone, signer, notebook):
    stranger = Signer(phone)
    assert "berubah setelah dibuat" in upload(phone.client, stranger.file(note()))[1]
    assert notebook.words == []


def test_file_of_a_phone_that_nobody_knows_is_refused(phone, signer, notebook):
    for fields in ({"device": str(uuid.UUID(int=9))}, {"account": "0" * 16}, {"account": None}):
        assert "belum terdaftar" in upload(phone.client, signer.file(note(), **fields))[1]
    phone.person.is_active = False
    phone.person.save()
    client = Client()
    client.force_login(make_person())
    assert "belum terdaftar" in upload(client, signer.file(note()))[1]
    assert notebook.words == []


def test_file_of_another_site_names_that_site(phone, signer, notebook):
    page = upload(phone.client, signer.file(note(), site="https://lain.example<b>"))[1]
    assert "https://lain.example&lt;b&gt;" in page and notebook.words == []


def test_file_of_another_format_says_what_to_do(phone, signer, notebook):
    file = signer.file(note()).replace(b"IKM-HASIL/1", b"IKM-HASIL/0")
    assert "dibuat dengan versi situs yang lain" in upload(phone.client, file)[1]


@pytest.mark.parametrize(
    "data",
    [
        b"x",
        b"PK\3\4",
        b"IKM-HASIL/1",
        b"IKM-HASIL/1\n",
        b"IKM-HASIL/1\n*\n{}",
        b"IKM-HASIL/1\nAAAA\n{",
        b"IKM-HASIL/1\nAAAA\n[]",
        b"IKM-HASIL/1\nAAAA\n" + b"[" * 50_000,
    ],
)
def test_what_is_no_whole_result_file_is_refused(phone, data):
    response, page = upload(phone.client, data)
    assert response.status_code == 200 and "bukan berkas hasil yang utuh" in page


def test_file_of_endless_small_parts_is_refused_before_it_is_read():
    data = b'IKM-HASIL/1\nAAAA\n{"events": [' + b"[]," * 3_000_000 + b"[]]}"
    tracemalloc.start()
    with pytest.raises(ResultTooLarge):
        results.read_result(data)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 3 * len(data)


def test_thousand_quizzes_of_twenty_questions_are_no_endless_file(phone, signer):
    answers = [{"question": "q" * 36, "option": number % 4} for number in range(20)]
    quiz = {"lesson": 1000, "block": "b" * 36, "answers": answers}
    file = signer.file(*[event("quiz", quiz, label="Kuis: Mengapa, kapan") for _ in range(results.MOST_EVENTS)])
    assert len(results.read_result(file).events) == results.MOST_EVENTS


def test_half_a_letter_is_refused_in_words(phone, signer, notebook):
    for fields in ({"site": "https://lain\ud800"}, {"account": "\ud800"}, {"device": "\ud800"}):
        assert "bukan berkas hasil yang utuh" in upload(phone.client, signer.file(note(), **fields))[1]
    response, page = upload(phone.client, signer.file(note() | {"label": "Catatan \ud83d"}, note("dua")))
    assert response.status_code == 200 and page.count("Belum dapat diterima") == 1
    assert notebook.words == ["dua"]


def test_signed_nonsense_is_refused(phone, signer, notebook):
    for fields in ({"events": {}}, {"raw_photos": []}, {"device": 7}):
        assert "bukan berkas hasil yang utuh" in upload(phone.client, signer.file(**fields))[1]
    response, page = upload(phone.client, signer.file(7, {"id": 3, "label": ["x"]}, event("baru", {})))
    assert response.status_code == 200 and page.count("Belum dapat diterima") == 3


def test_file_is_limited_in_bytes_and_events(phone, signer, notebook, monkeypatch):
    monkeypatch.setattr(results, "MOST_EVENTS", 2)
    assert "terlalu besar" in upload(phone.client, signer.file(note(), note(), note()))[1]
    assert "terlalu besar" in upload(phone.client, b" " * (results.MAX_BYTES + 1))[1]
    assert notebook.words == []


def test_form_without_a_file_says_so(phone):
    response = phone.client.post("/kirim-hasil/", {})
    assert response.status_code == 200 and "Pilih berkas hasil dahulu" in response.content.decode()


def test_person_without_consent_is_asked_first(phone, signer, notebook, officer):
    Consent.objects.filter(person=phone.person).delete()
    assert "belum menyetujui" in upload(officer, signer.file(note()))[1]
    assert notebook.words == []


def test_who_uploads_too_fast_is_told_to_wait(phone, signer, notebook, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "sync_result": "1/m/user"}
    assert TAKEN in upload(phone.client, signer.file(note()))[1]
    assert "Tunggu satu menit" in upload(phone.client, signer.file(note()))[1]


def test_page_asks_to_sign_in_and_needs_its_own_form(phone):
    assert Client().get("/kirim-hasil/")["Location"].startswith("/masuk/")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(phone.person)
    assert strict.post("/kirim-hasil/", {}).status_code == 403


def test_events_keep_the_photos_apart_from_the_rest_of_the_body(signer):
    found = results.read_result(signer.file(note()))
    assert json.dumps(found.events) and found.photos == {}
