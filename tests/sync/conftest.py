"""Kinds of events that only tests know."""

import pytest
from django.core.cache import cache

from accounts.models import DataRequest
from core.errors import UserFault
from sync import extensions
from sync.extensions import EventState, Outcome, register_event
from tests.factories.courses_records import make_person
from tests.sync.phone import Phone


class Refused(UserFault):
    code = "test_refused"
    sentence = "Belum bisa. Coba lagi."


class Notebook:
    """A kind `note` that writes each event down, in the order done; what it shall do next is told by the test."""

    def __init__(self):
        self.broken, self.refusing = set(), set()

    def apply(self, event):
        word = event.body["word"]
        DataRequest.objects.create(
            person=event.person, kind="delete", state="done", answer=word, closed_at="2026-11-25T00:00Z"
        )
        if word in self.broken:
            raise RuntimeError("our fault")
        if word in self.refusing:
            raise Refused
        if word == "late":
            return Outcome(EventState.LATE, "Sudah lewat.", "/kursus/")
        return Outcome(next_path="/saya/")

    @property
    def words(self):
        return list(DataRequest.objects.order_by("pk").values_list("answer", flat=True))


@pytest.fixture
def notebook():
    notebook = Notebook()
    register_event("note", notebook.apply)
    yield notebook
    del extensions._kinds["note"]


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def phone(db):
    return Phone(make_person())
