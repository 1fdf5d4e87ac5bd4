"""Sessions are rows: read quickly, ended at once for everybody."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from core.clock import now
from core.sessions import SessionStore

pytestmark = pytest.mark.django_db
MINE = "/saya/"


@pytest.fixture
def client_of_ratna(cast):
    client = Client()
    client.force_login(cast.ratna)
    assert client.get(MINE).status_code == 200
    return client


def is_signed_in(client):
    return client.get(MINE).status_code == 200


def test_session_is_read_as_it_was_written(db):
    store = SessionStore()
    store["one"] = {"two": [3]}
    store.save()
    assert SessionStore(store.session_key)["one"] == {"two": [3]}


def test_unknown_session_is_empty_and_gets_another_key(db):
    store = SessionStore("a" * 32)
    assert store.load() == {} and store.session_key is None


def test_session_that_is_over_holds_nothing(client_of_ratna):
    Session.objects.update(expire_date=now() - dt.timedelta(seconds=1))
    assert not is_signed_in(client_of_ratna)


def test_session_whose_row_is_deleted_is_over_with_the_next_page(client_of_ratna):
    Session.objects.all().delete()
    assert not is_signed_in(client_of_ratna)


def test_changed_password_ends_other_sessions(client_of_ratna, cast):
    cast.ratna.set_password("lain-lagi-2026")
    cast.ratna.save()
    assert not is_signed_in(client_of_ratna)


def test_closed_account_is_signed_out_with_the_next_page(client_of_ratna, cast):
    cast.ratna.is_active = False
    cast.ratna.save()
    assert not is_signed_in(client_of_ratna)


def test_deleted_account_is_signed_out_with_the_next_page(client_of_ratna, cast):
    cast.ratna.delete()
    assert not is_signed_in(client_of_ratna)
