"""A changed number is a way into an account: staff show who they are first, and the old number hears of it."""

import pytest
from django.test import Client

from accounts.changing_phone import verify_phone
from accounts.public import change_phone
from messaging.models import MessageState, OutboxMessage

NEW = {"phone": "0812 3456 7890"}


def told():
    """Return the messages to replaced numbers."""
    return list(OutboxMessage.objects.filter(template="nomor_diganti"))


def test_learner_changes_the_number_and_the_old_one_is_told(client, codes, cast, django_capture_on_commit_callbacks):
    client.force_login(cast.ratna)
    client.post("/akun/nomor/", NEW)
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/akun/nomor/kode/", {"code": codes[0]["code"]})
    cast.ratna.refresh_from_db()
    assert cast.ratna.phone == "+6281234567890"
    (message,) = told()
    assert (message.to, message.state) == ("+6289900000001", MessageState.DELIVERED)
    assert "diganti pada" in message.text and "hubungi petugas dinas" in message.text


def test_number_replaced_by_the_office_is_told_too(cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        change_phone(cast.ratna, phone="0812 3456 7890", by=cast.petugas, reason="HP hilang")
    assert [message.to for message in told()] == ["+6289900000001"]


def test_number_replaced_on_the_accounts_screen_is_told_too(client, cast, django_capture_on_commit_callbacks):
    client.force_login(cast.admin)
    answers = {"full_name": "Ratna Contoh", "username": "ratna", "is_active": "on", **NEW}
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"/studio/users/edit/{cast.ratna.pk}/", answers).status_code == 302
    assert [message.to for message in told()] == ["+6289900000001"]


def test_unverified_or_same_number_hears_nothing(cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        verify_phone(cast.hasan, cast.hasan.phone)
        cast.ratna.phone_verified = False
        verify_phone(cast.ratna, "+6281234567890")
    assert told() == []


@pytest.mark.parametrize("username", ["dewi", "petugas", "kepala", "admin"])
def test_staff_show_who_they_are_before_the_number_changes(codes, cast, username):
    client = Client()
    client.force_login(getattr(cast, username))
    response = client.post("/akun/nomor/", NEW)
    assert response.headers["Location"] == "/akun/ulang/?next=%2Fakun%2Fnomor%2F" and not codes
    response = client.post(response.headers["Location"], {"password": "demo-ikm-2026"})
    assert response.headers["Location"] == "/akun/nomor/kode/" and codes[0]["phone"] == "+6281234567890"
