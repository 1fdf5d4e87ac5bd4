"""WhatsApp's reports: only signed ones count, and the same one twice changes nothing."""

import hashlib
import hmac
import json

import pytest

from core.clock import now
from messaging.models import Channel, MessageState, OutboxMessage, Reason
from messaging.sending import claim, deliver, settle
from tests.messaging.conftest import make_message

SECRET = "app-secret"


@pytest.fixture(autouse=True)
def _secrets(settings):
    settings.WHATSAPP_APP_SECRET = SECRET
    settings.WHATSAPP_VERIFY_TOKEN = "verify-me"


def _payload(status, *, provider_id="wamid.1", **more):
    statuses = [{"id": provider_id, "status": status, "timestamp": "1764000000", "recipient_id": "628", **more}]
    value = {"messaging_product": "whatsapp", "metadata": {}, "statuses": statuses}
    return {
        "object": "whatsapp_business_account",
        "entry": [{"id": "1", "changes": [{"field": "messages", "value": value}]}],
    }


def _report(client, payload, *, secret=SECRET, header=None):
    body = json.dumps(payload).encode()
    signature = header or "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return client.post(
        "/kirim/whatsapp/", body, content_type="application/json", headers={"X-Hub-Signature-256": signature}
    )


def test_delivered_twice_is_delivered_once(client, cast, whatsapp, sms):
    message = make_message(cast.ratna)
    deliver(message.pk)
    assert _report(client, _payload("sent")).status_code == 200
    assert _report(client, _payload("delivered")).status_code == 200
    message.refresh_from_db()
    first = message.delivered_at
    assert (message.state, message.report_due_at) == (MessageState.DELIVERED, None)
    _report(client, _payload("delivered"))
    _report(client, _payload("read"))
    message.refresh_from_db()
    assert message.delivered_at == first
    assert sms.requests == []


def test_delivered_code_is_blanked(client, cast, whatsapp):
    message = make_message(cast.ratna, is_secret=True, values={"kode": "482913"}, expires_at=now().replace(year=2100))
    deliver(message.pk)
    _report(client, _payload("delivered"))
    message.refresh_from_db()
    assert (message.state, message.text, message.values) == (MessageState.DELIVERED, "", {})


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_failed_report_moves_to_sms_once(client, cast, whatsapp, sms):
    message = make_message(cast.ratna)
    deliver(message.pk)
    for _ in range(2):
        _report(client, _payload("failed", errors=[{"code": 131049, "title": "not delivered"}]))
    message.refresh_from_db()
    assert (message.state, message.channel, message.reason, message.detail) == (
        MessageState.SENT,
        Channel.SMS,
        Reason.REFUSED,
        "131049",
    )
    assert len(sms.requests) == 1


def test_report_that_overtakes_the_answer_is_kept(cast, client):
    """WhatsApp's report may come before we have written down the id of its answer."""
    make_message(cast.ratna)
    claimed = claim(OutboxMessage.objects.get().pk)
    _report(client, _payload("delivered", biz_opaque_callback_data=claimed.key))
    assert not settle(claimed, state=MessageState.SENT, provider_id="wamid.1")
    assert OutboxMessage.objects.get().state == MessageState.DELIVERED


def test_late_report_spares_the_sms_that_was_not_yet_sent(cast, client, whatsapp, sms):
    message = make_message(cast.ratna)
    deliver(message.pk)
    OutboxMessage.objects.update(state=MessageState.QUEUED, channel=Channel.SMS, reason=Reason.NO_REPORT)
    _report(client, _payload("delivered"))
    deliver(message.pk)
    message.refresh_from_db()
    assert (message.state, message.channel) == (MessageState.DELIVERED, Channel.WHATSAPP)
    assert sms.requests == []


@pytest.mark.parametrize("header", ["", "sha256=", "sha256=" + "0" * 64, "sha1=abc", "sha256=é"])
def test_bad_signature_is_refused_and_changes_nothing(client, cast, whatsapp, header):
    message = make_message(cast.ratna)
    deliver(message.pk)
    assert _report(client, _payload("delivered"), header=header or "none").status_code == 403
    assert client.post("/kirim/whatsapp/", b"{}", content_type="application/json").status_code == 403
    message.refresh_from_db()
    assert message.state == MessageState.SENT


def test_without_a_secret_every_report_is_refused(client, db, settings):
    settings.WHATSAPP_APP_SECRET = ""
    assert _report(client, _payload("delivered"), secret="").status_code == 403


@pytest.mark.parametrize(
    "payload", [[], {}, {"entry": 3}, {"entry": [{"changes": [{"value": []}, 4]}]}, _payload("delivered", errors="x")]
)
def test_reports_of_another_form_are_passed_over(client, db, payload):
    assert _report(client, payload).status_code == 200


def test_broken_body_with_a_good_signature_is_a_bad_request(client, db):
    body = b"{"
    signature = "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    answer = client.post(
        "/kirim/whatsapp/", body, content_type="application/json", headers={"X-Hub-Signature-256": signature}
    )
    assert answer.status_code == 400


def test_address_check_echoes_the_challenge_to_who_knows_the_token(client, db, settings):
    query = {"hub.mode": "subscribe", "hub.verify_token": "verify-me", "hub.challenge": "<b>42"}
    answer = client.get("/kirim/whatsapp/", query)
    assert (answer.status_code, answer.content) == (200, b"<b>42")
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert client.get("/kirim/whatsapp/", {**query, "hub.verify_token": "guess"}).status_code == 403
    settings.WHATSAPP_VERIFY_TOKEN = ""
    assert client.get("/kirim/whatsapp/", {**query, "hub.verify_token": ""}).status_code == 403
