"""The outbox on the office's screens: masked numbers, no codes, sending again what failed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from accounts.signals import code_created
from messaging.models import Channel, MessageState, OutboxMessage, Reason
from messaging.retrying import RETRY_ACTION
from tests.messaging.conftest import make_message

FAILED = {"state": MessageState.FAILED, "reason": Reason.REFUSED, "channel": Channel.SMS}


@pytest.mark.parametrize(
    ("member", "allowed"),
    [("petugas", True), ("admin", True), ("kepala", False), ("dewi", False), ("hasan", False), ("ratna", False)],
)
def test_outbox_is_open_to_officers_and_administrators(client, cast, member, allowed):
    message = make_message(cast.ratna, **FAILED)
    client.force_login(getattr(cast, member))
    for name, args in (("index", []), ("inspect", [message.pk]), ("retry", [message.pk])):
        answer = client.get(reverse(f"outbox:{name}", args=args))
        assert (answer.status_code == 200) is allowed
    assert ("Pesan keluar" in client.get("/studio/").content.decode()) is allowed


def test_list_masks_numbers_and_shows_no_code(client, cast):
    client.force_login(cast.admin)
    make_message(cast.ratna)
    code_created.send(None, phone=cast.hasan.phone, code="482913", user=cast.hasan, purpose="sign_in")
    code = OutboxMessage.objects.get(is_secret=True)
    screens = [reverse("outbox:index"), reverse("outbox:inspect", args=[code.pk])]
    for url in screens:
        page = client.get(url).content.decode()
        assert "482913" not in page
        assert "0899-••••-0002" in page
        assert "89900000002" not in page
        assert "0899-0000-0002" not in page
    assert "Kode masuk tidak ditampilkan." in page


def test_screens_name_everything_in_indonesian(client, cast):
    client.force_login(cast.petugas)
    message = make_message(cast.ratna, **FAILED)
    for url in (reverse("outbox:index"), reverse("outbox:inspect", args=[message.pk])):
        page = client.get(url).content.decode()
        for words in ("Penerima", "Jenis pesan", "Tes awal", "gagal", "Ditolak layanan pesan. Periksa nomornya."):
            assert words in page
        for leftover in ("Recipient", "Masked to", "Shown text", "Title<", "tes_awal<"):
            assert leftover not in page


def test_nobody_writes_or_deletes_messages_by_hand(client, cast):
    message = make_message(cast.ratna)
    client.force_login(cast.admin)
    for name, args in (("add", []), ("edit", [message.pk]), ("delete", [message.pk])):
        client.post(reverse(f"outbox:{name}", args=args), {"template": "lulus"})
    message.refresh_from_db()
    assert message.template == "tes_awal"
    assert OutboxMessage.objects.count() == 1


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"q": "ratna"}, 1),
        ({"q": "0899-0000-0002"}, 1),
        ({"q": "+62 899 0000 0002"}, 1),
        ({"q": "nihil"}, 0),
        ({"state": "failed"}, 1),
        ({"channel": "sms"}, 1),
        ({"template": "tes_awal"}, 2),
    ],
)
def test_list_searches_and_filters(client, cast, query, count):
    make_message(cast.ratna, **FAILED)
    make_message(cast.hasan, key="tes_awal:2")
    client.force_login(cast.petugas)
    assert client.get(reverse("outbox:index"), query).context["paginator"].count == count


def test_failed_message_is_sent_again_after_asking_and_logged(client, cast, django_capture_on_commit_callbacks):
    message = make_message(cast.ratna, attempts=5, **FAILED)
    client.force_login(cast.petugas)
    assert "Kirim ulang" in client.get(reverse("outbox:index")).content.decode()
    url = reverse("outbox:retry", args=[message.pk])
    asked = client.get(url)
    assert "Ya, kirim ulang" in asked.content.decode()
    message.refresh_from_db()
    assert message.state == MessageState.FAILED
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url)
    message.refresh_from_db()
    assert (message.state, message.channel, message.reason) == (MessageState.DELIVERED, Channel.DEMO, "")
    assert ModelLogEntry.objects.get(action=RETRY_ACTION).user == cast.petugas


GONE = FAILED | {"reason": Reason.RECIPIENT_GONE}


def test_message_is_sent_again_to_the_number_the_person_has_now(client, cast, django_capture_on_commit_callbacks):
    message = make_message(cast.ratna, **(GONE | {"to": "+6281234567890"}))
    client.force_login(cast.petugas)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("outbox:retry", args=[message.pk]))
    message.refresh_from_db()
    assert (message.state, message.to) == (MessageState.DELIVERED, cast.ratna.phone)


def test_message_to_nobody_is_not_offered_again(client, cast):
    message = make_message(cast.ratna, **GONE)
    cast.ratna.phone = None
    cast.ratna.save()
    client.force_login(cast.petugas)
    assert "Kirim ulang" not in client.get(reverse("outbox:index")).content.decode()
    assert client.post(reverse("outbox:retry", args=[message.pk])).status_code in {302, 403}
    message.refresh_from_db()
    assert message.state == MessageState.FAILED


@pytest.mark.parametrize("case", ["sent", "code"])
def test_only_failed_messages_without_codes_are_sent_again(client, cast, case):
    fields = {"sent": {"state": MessageState.SENT}, "code": {**FAILED, "is_secret": True, "text": "", "values": {}}}[
        case
    ]
    message = make_message(cast.ratna, **({"expires_at": "2026-01-01T00:00Z"} | fields))
    client.force_login(cast.petugas)
    client.post(reverse("outbox:retry", args=[message.pk]))
    message.refresh_from_db()
    assert message.state == fields["state"]


def test_list_costs_the_same_at_one_and_three_rows(client, cast, django_assert_num_queries):
    make_message(cast.ratna, **FAILED)
    client.force_login(cast.petugas)
    url = reverse("outbox:index")
    client.get(url)
    with CaptureQueriesContext(connection) as at_one:
        client.get(url)
    make_message(cast.hasan, key="2")
    make_message(cast.dewi, key="3", **FAILED)
    with django_assert_num_queries(len(at_one)):
        client.get(url)
    assert len(at_one) <= 15
