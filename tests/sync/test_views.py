"""The door: who may send, from where, how much, and what is said to whom."""

import json

import pytest
from django.conf import settings

from accounts.collecting import own_data
from accounts.models import Consent
from accounts.public import account_tag
from sync.models import PhoneEvent
from tests.factories.courses_records import make_person, photo_file
from tests.sync.phone import DEVICE, Phone, event

pytestmark = pytest.mark.django_db


def note(word="satu"):
    return event("note", {"word": word})


def code_of(response):
    return response.status_code, response.json()["code"]


def test_session_that_is_over_is_told_and_nothing_done(phone, notebook):
    one = note()
    phone.client.logout()
    response = phone.post(one)
    assert code_of(response) == (401, "sign_in")
    assert response.json()["url"] == "/masuk/"
    assert code_of(phone.put(photo_file())) == (401, "sign_in")
    assert code_of(phone.client.get("/sinkron/")) == (401, "sign_in")
    assert notebook.words == []
    phone.client.force_login(phone.person)
    assert phone.states(one) == ["accepted"]


def test_session_revoked_meanwhile_is_over(phone, notebook):
    phone.person.session_epoch += 1
    phone.person.save()
    assert code_of(phone.post(note())) == (401, "sign_in")


def test_queue_of_another_account_is_not_taken(phone, notebook):
    other = make_person()
    response = phone.post(note(), account=account_tag(other))
    assert code_of(response) == (409, "other_account")
    assert code_of(phone.post(note(), account="")) == (409, "other_account")
    assert code_of(phone.put(photo_file(), **{"X-Account": account_tag(other)})) == (409, "other_account")
    assert phone.put(photo_file(), **{"X-Account": account_tag(phone.person)}).status_code == 200
    assert notebook.words == []


def test_person_who_was_never_asked_for_consent_is_asked_first(phone, notebook):
    Consent.objects.all().delete()
    session = phone.client.session
    session["consent_missing"] = True
    session.save()
    response = phone.post(note())
    assert code_of(response) == (403, "consent")
    assert response.json()["url"] == "/persetujuan/"
    assert notebook.words == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://jahat.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://testserver"},
    ],
)
def test_other_sites_can_send_nothing(phone, notebook, headers):
    assert code_of(phone.post(note(), **headers)) == (403, "foreign_page")
    assert code_of(phone.put(photo_file(), **headers)) == (403, "foreign_page")
    assert notebook.words == []


@pytest.mark.parametrize("origin", ["http://testserver", settings.SITE_URL])
def test_own_pages_can_send(phone, notebook, origin):
    assert phone.post(note(), Origin=origin, **{"Sec-Fetch-Site": "same-origin"}).status_code == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_only_json_is_taken(phone, notebook, kind):
    assert code_of(phone.post_raw("{}", content_type=kind)) == (415, "no_json")


@pytest.mark.parametrize(
    "data",
    [
        " ",
        "{",
        "[]",
        "null",
        "7",
        b"\xff\xfe",
        '{"events": NaN}',
        "[" * 50_000,
        '{"account": ' + "9" * 5000 + "}",
        json.dumps({"device": DEVICE}),
        json.dumps({"device": DEVICE, "events": {}}),
        json.dumps({"device": "x", "events": []}),
        json.dumps({"events": []}),
    ],
)
def test_what_is_no_batch_is_refused(phone, data):
    assert code_of(phone.post_raw(data)) == (400, "unreadable")


def test_batch_is_limited_in_bytes_and_events(phone, notebook):
    assert code_of(phone.post_raw(" " * 200_001)) == (413, "too_large")
    assert code_of(phone.post(*[note()] * 51)) == (413, "too_large")
    assert notebook.words == []
    assert len(phone.results(*[note(str(n)) for n in range(50)])) == 50


def test_other_methods_are_refused(phone):
    assert phone.client.delete("/sinkron/").status_code == 405
    assert phone.client.get(f"/sinkron/berkas/{'a' * 64}/").status_code == 405


def test_who_sends_too_fast_is_told_to_wait(phone, notebook, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "sync": "2/m/user"}
    one = note()
    assert [phone.post(one).status_code for _ in range(3)] == [200, 200, 429]
    response = phone.post(one)
    assert code_of(response) == (429, "too_fast")
    assert response.headers["Retry-After"] == "60"
    assert Phone(make_person()).post(note()).status_code == 200  # one line, many phones


def test_answer_is_kept_by_no_cache(phone, notebook):
    for response in (phone.post(note()), phone.client.get("/sinkron/"), phone.put(photo_file()), phone.post_raw("{")):
        assert response.headers["Cache-Control"] == "no-store"


def test_progress_is_told_with_and_without_events(phone, notebook):
    told = phone.client.get("/sinkron/").json()
    assert told == {"account": account_tag(phone.person), "results": [], "progress": {"courses": []}}
    assert phone.post(note()).json()["progress"] == {"courses": []}


def test_own_data_hold_what_the_phone_sent(phone, notebook):
    phone.results(note("late"))
    phone.photo(photo_file())
    part = own_data(phone.person)["Kiriman dari HP"]
    assert len(part["HP"]) == 1
    assert [row["keadaan"] for row in part["kiriman"]] == ["Terlambat"]
    assert part["foto yang menunggu"][0]["ukuran_byte"] > 0


def test_everything_goes_with_the_person(phone, notebook):
    phone.results(note())
    phone.person.delete()
    assert not PhoneEvent.objects.exists()
