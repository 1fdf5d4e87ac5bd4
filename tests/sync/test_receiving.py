"""Events happen once, in order; one that is broken or fails holds up nothing that came before it."""

import datetime as dt
import json
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sync import extensions
from sync.extensions import Outcome, register_event, register_progress
from sync.models import Device, PhoneEvent, PhoneFile
from sync.public import read_file
from tests.factories.courses_records import make_person, photo_file
from tests.sync.phone import Phone, event

pytestmark = pytest.mark.django_db


def note(word, **fields):
    return event("note", {"word": word}, **fields)


def test_events_happen_in_the_order_sent(phone, notebook):
    results = phone.results(note("satu"), note("dua"), note("tiga"))
    assert [result["state"] for result in results] == ["accepted"] * 3
    assert results[0]["next"] == "/saya/"
    assert notebook.words == ["satu", "dua", "tiga"]


def test_batch_whose_answer_was_lost_comes_again_and_changes_nothing(phone, notebook):
    batch = [note("satu"), note("late"), note("tiga")]
    first = phone.results(*batch)
    assert phone.results(*batch) == first
    assert [result["state"] for result in first] == ["accepted", "late", "accepted"]
    assert notebook.words == ["satu", "late", "tiga"]


def test_last_sign_of_life_of_a_phone_is_written_once_an_hour(phone, notebook):
    phone.results(note("satu"))
    first = Device.objects.get().last_seen_at
    phone.results(note("dua"))
    assert Device.objects.get().last_seen_at == first
    Device.objects.update(last_seen_at=first - dt.timedelta(hours=2))
    phone.results(note("tiga"))
    assert Device.objects.get().last_seen_at >= first


def test_same_event_twice_in_one_batch_happens_once(phone, notebook):
    one = note("satu")
    assert phone.states(one, one) == ["accepted", "accepted"]
    assert notebook.words == ["satu"]


def test_event_seen_before_in_a_longer_batch_happens_once(phone, notebook):
    batch = [note("satu"), note("dua"), note("tiga")]
    phone.results(*batch[:2])
    phone.results(*batch)
    assert notebook.words == ["satu", "dua", "tiga"]


def test_two_people_may_use_the_same_id(phone, notebook):
    one = note("satu")
    phone.results(one)
    assert Phone(make_person()).states(one) == ["accepted"]
    assert notebook.words == ["satu", "satu"]


def test_batch_cut_on_the_way_does_nothing(phone, notebook):
    response = phone.post(note("satu"))
    whole = json.dumps({"account": response.json()["account"], "device": phone.device, "events": [note("dua")]})
    for size in (1, len(whole) // 2, len(whole) - 1):
        cut = phone.post_raw(whole[:size])
        assert (cut.status_code, cut.json()["code"]) == (400, "unreadable")
    assert notebook.words == ["satu"]


BROKEN = [
    None,
    7,
    [],
    {},
    event("unknown", {}),
    event(["note"], {"word": "x"}),
    event("note", "text"),
    event("note", None),
    event("note", {"word": "x"}, event_id="no uuid"),
    event("note", {"word": "x"}, made_at="yesterday"),
    event("note", {"word": "x"}, made_at="2026-11-20T08:00:00"),
    event("note", {"word": "x"}, made_at="0001-01-01T00:00:00+23:59"),
    event("note", {"word": "x"}, made_at=5),
    event("note", {"word": "x"}, files=["short"]),
    event("note", {"word": "x"}) | {"files": "a" * 64},
    event("note", {"word": "x"}) | {"files": ["a" * 64] * 11},
    event("note", {"word": "\ud800"}),
]


@pytest.mark.parametrize("raw", BROKEN)
def test_one_broken_event_is_refused_in_words_and_the_rest_applied(phone, notebook, raw):
    results = phone.results(note("satu"), raw, note("dua"))
    assert [result["state"] for result in results] == ["accepted", "refused", "accepted"]
    assert results[1]["message"].startswith("Kiriman ini tidak dapat dibaca.")
    assert notebook.words == ["satu", "dua"]
    assert PhoneEvent.objects.count() == 2


def test_answer_to_a_broken_event_carries_the_id_it_came_with(phone, notebook):
    assert phone.result(event("unknown", {}, event_id="abc"))["id"] == "abc"


def test_event_that_fails_by_our_fault_leaves_the_earlier_ones_and_comes_again(phone, notebook):
    batch = [note("satu"), note("dua"), note("tiga")]
    notebook.broken = {"dua"}
    response = phone.post(*batch)
    assert response.status_code == 500
    assert [result["id"] for result in response.json()["results"]] == [batch[0]["id"]]
    assert notebook.words == ["satu"]
    notebook.broken = set()
    assert phone.states(*batch) == ["accepted"] * 3
    assert notebook.words == ["satu", "dua", "tiga"]


def test_refused_event_undoes_what_it_began_and_may_come_again_under_its_id(phone, notebook):
    one = note("satu")
    notebook.refusing = {"satu"}
    refused = phone.result(one)
    assert (refused["state"], refused["message"]) == ("refused", "Belum bisa. Coba lagi.")
    assert notebook.words == []
    notebook.refusing = set()
    assert phone.states(one) == ["accepted"]
    assert phone.states(one) == ["accepted"]
    assert notebook.words == ["satu"]


def test_log_of_a_fault_holds_nothing_of_what_was_sent(phone, notebook, caplog):
    notebook.broken = {"rahasia"}
    phone.post(note("rahasia"))
    assert "an event of a phone failed" in caplog.text
    assert "rahasia" not in caplog.text


def test_clock_of_the_phone_is_kept_and_decides_nothing(phone, notebook):
    assert phone.states(note("satu", made_at="1970-01-02T00:00:00.000Z")) == ["accepted"]
    row = PhoneEvent.objects.get()
    assert row.made_at.year == 1970
    assert row.received_at.year > 2000


def test_phones_of_one_person_are_told_apart(phone, notebook):
    phone.results(note("satu"))
    other = Phone(phone.person, device=str(uuid.uuid4()))
    other.results(note("dua"))
    other.results(note("tiga"))
    assert Device.objects.filter(person=phone.person).count() == 2
    assert PhoneEvent.objects.filter(device__key=other.device).count() == 2


def test_events_cost_the_same_each(phone, notebook):
    def cost(count):
        batch = [note(str(n)) for n in range(count)]
        with CaptureQueriesContext(connection) as queries:
            phone.results(*batch)
        return len(queries)

    cost(1)  # the device is new
    one, three = cost(1), cost(3)
    each = (three - one) // 2
    assert three == one + 2 * each
    assert each <= 11


def test_photo_that_two_events_share_stays_until_the_second_is_done(phone):
    seen = []

    def take(found):
        seen.extend(bool(read_file(found.person, name)) for name in found.files)
        return Outcome()

    register_event("foto", take)
    try:
        name = phone.photo(photo_file())
        assert phone.states(event("foto", {}, files=[name]), None, event("foto", {}, files=[name])) == [
            "accepted",
            "refused",
            "accepted",
        ]
    finally:
        del extensions._kinds["foto"]
    assert seen == [True, True]
    assert not PhoneFile.objects.exists()


def test_long_way_on_is_told_and_kept_whole(phone):
    path = f"/kursus/{'a' * 255}/{'b' * 255}/{'c' * 255}/"
    register_event("jauh", lambda found: Outcome(next_path=path))
    try:
        one = event("jauh", {})
        assert [phone.result(one)["next"], phone.result(one)["next"]] == [path, path]
    finally:
        del extensions._kinds["jauh"]


def test_kind_and_progress_are_registered_once(notebook):
    with pytest.raises(ValueError, match="twice"):
        register_event("note", notebook.apply)
    with pytest.raises(ValueError, match="twice"):
        register_progress("courses", lambda person: [])
