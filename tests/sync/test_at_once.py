"""The same event in several requests at the same moment, with real threads and connections."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from sync.models import PhoneEvent, PhoneFile
from tests.factories.courses_records import make_person, photo_file
from tests.sync.phone import Phone, event

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
REQUESTS = 4


def at_once(acts):
    barrier = Barrier(len(acts))

    def run(act):
        try:
            barrier.wait(timeout=20)
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result(timeout=60) for future in [pool.submit(run, act) for act in acts]]


def test_same_batch_at_the_same_moment_happens_once_and_in_order(transactional_db, notebook):
    person = make_person()
    phones = [Phone(person) for _ in range(REQUESTS)]
    batch = [event("note", {"word": str(n)}) for n in range(5)]
    answers = at_once([lambda phone=phone: phone.results(*batch) for phone in phones])
    assert notebook.words == ["0", "1", "2", "3", "4"]
    assert all(answer == answers[0] for answer in answers)
    assert PhoneEvent.objects.count() == 5


def test_refused_event_retried_at_the_same_moment_happens_once(transactional_db, notebook):
    person = make_person()
    phones = [Phone(person) for _ in range(REQUESTS)]
    one = event("note", {"word": "satu"})
    notebook.refusing = {"satu"}
    phones[0].results(one)
    notebook.refusing = set()
    at_once([lambda phone=phone: phone.results(one) for phone in phones])
    assert notebook.words == ["satu"]


def test_photo_sent_at_the_same_moment_is_kept_once(transactional_db):
    person = make_person()
    phones = [Phone(person) for _ in range(REQUESTS)]
    data = photo_file()
    at_once([lambda phone=phone: phone.photo(data) for phone in phones])
    assert PhoneFile.objects.count() == 1
