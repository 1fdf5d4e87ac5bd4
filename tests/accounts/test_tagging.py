"""Pages say under which account they were made, at no cost."""

from importlib import import_module

import pytest
from django.apps import apps
from django.http import HttpResponse
from django.test import Client
from django.utils.crypto import salted_hmac
from django.utils.functional import SimpleLazyObject

from accounts.middleware import AccountTagMiddleware
from accounts.public import account_tag
from tests.factories.courses_records import make_person

pytestmark = pytest.mark.django_db


def test_tag_tells_accounts_apart_and_nothing_else():
    ratna, hasan = make_person(), make_person()
    assert account_tag(ratna) == account_tag(ratna) != account_tag(hasan)
    assert len(account_tag(ratna)) == 16
    int(account_tag(ratna), 16)


def test_tag_stays_with_the_account_when_the_secret_key_is_changed(settings):
    person = make_person()
    before = account_tag(person)
    settings.SECRET_KEY = "another"
    assert account_tag(type(person).objects.get(pk=person.pk)) == before


def test_accounts_of_old_keep_the_tag_that_their_phones_know():
    person = make_person()
    migration = import_module("accounts.migrations.0004_account_tag")
    migration.keep_known_tags(apps, None)
    person.refresh_from_db()
    assert account_tag(person) == salted_hmac("accounts.tag", str(person.pk), algorithm="sha256").hexdigest()[:16]


def test_page_of_a_signed_in_reader_carries_the_tag_and_varies(client):
    person = make_person()
    client.force_login(person)
    response = client.get("/saya/")
    assert response.headers["X-Account"] == account_tag(person)
    assert "Cookie" in response.headers["Vary"]


def test_stranger_gets_no_tag_and_costs_no_query(client, django_assert_num_queries):
    response = client.get("/masuk/")
    assert "X-Account" not in response.headers
    with django_assert_num_queries(0):
        client.get("/sinkron/")


def test_page_that_asks_for_nobody_gets_no_tag_and_no_query(rf):
    request = rf.get("/")
    request.user = SimpleLazyObject(lambda: pytest.fail("the reader was looked up"))
    response = AccountTagMiddleware(lambda request: HttpResponse())(request)
    assert "X-Account" not in response.headers
    assert "Vary" not in response.headers


def test_tag_follows_signing_in_and_out():
    person, client = make_person(), Client()
    sent = client.post("/masuk/", {"login": person.username, "password": "demo-ikm-2026"})
    assert sent.headers["X-Account"] == account_tag(person)
    left = client.post("/keluar/")
    assert "X-Account" not in left.headers
