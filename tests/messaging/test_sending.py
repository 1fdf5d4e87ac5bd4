"""What becomes of a message on every answer that a provider can give."""

import datetime as dt
import logging

import pytest

from accounts.signals import code_created
from core.clock import now
from messaging.models import Channel, MessageState, OutboxMessage, Reason
from messaging.sending import deliver
from messaging.sweeping import due_messages, forget_old_texts, sweep
from tests.messaging.conftest import CUT, HANG, make_message


def _pass_time(message, **ago):
    """Let time pass for one message: move every moment it keeps into the past."""
    moved = {}
    message.refresh_from_db()
    for name in ("first_try_at", "next_try_at", "claimed_at", "report_due_at", "expires_at"):
        if value := getattr(message, name):
            moved[name] = value - dt.timedelta(**ago)
    OutboxMessage.objects.filter(pk=message.pk).update(**moved)


def _sweep_and_send():
    """Do what beat and worker do."""
    sweep()
    for message_id, _ in due_messages():
        deliver(message_id)


def _make_code(phone="+6281234567890", code="482913", user=None):
    code_created.send(None, phone=phone, code=code, user=user, purpose="sign_in")
    return OutboxMessage.objects.get(is_secret=True)


def test_whatsapp_gets_the_template_with_named_parameters(cast, whatsapp, settings):
    settings.WHATSAPP_TEMPLATES = {"tes_awal": "ikm_tes_awal_2"}
    message = make_message(cast.ratna)
    deliver(message.pk)
    headers, body = whatsapp.requests[0]
    assert headers["Authorization"] == "Bearer wa-token"
    assert (body["messaging_product"], body["type"], body["to"]) == ("whatsapp", "template", "6289900000001")
    assert body["template"]["name"] == "ikm_tes_awal_2"
    assert body["template"]["language"] == {"code": "id"}
    [component] = body["template"]["components"]
    assert component["parameters"][0] == {"type": "text", "parameter_name": "nama", "text": "Ratna Contoh"}
    message.refresh_from_db()
    assert (message.state, message.provider_id, message.attempts) == (MessageState.SENT, "wamid.1", 1)
    assert dt.timedelta(seconds=25) < message.report_due_at - now() <= dt.timedelta(seconds=30)


def test_code_goes_into_body_and_button_of_the_authentication_template(db, whatsapp):
    deliver(_make_code().pk)
    components = whatsapp.bodies[0]["template"]["components"]
    assert [component["type"] for component in components] == ["body", "button"]
    assert [component["parameters"] for component in components] == [[{"type": "text", "text": "482913"}]] * 2


def test_refusal_moves_to_sms_at_once(cast, whatsapp, sms):
    whatsapp.answers = [(400, {"error": {"code": 131026, "message": "undeliverable"}})]
    message = make_message(cast.ratna)
    deliver(message.pk)
    message.refresh_from_db()
    assert (message.state, message.channel, message.reason, message.detail) == (
        MessageState.SENT,
        Channel.SMS,
        Reason.REFUSED,
        "131026",
    )
    headers, body = sms.requests[0]
    assert headers["Authorization"] == "Bearer sms-token"
    assert headers["Idempotency-Key"] == "tes_awal:1"
    assert body == {"to": "+6289900000001", "text": message.text, "reference": "tes_awal:1"}
    assert (len(whatsapp.requests), len(sms.requests)) == (1, 1)


@pytest.mark.parametrize("status", [401, 403, 404])
def test_withdrawn_token_or_wrong_address_moves_to_sms(cast, whatsapp, sms, status):
    whatsapp.answers = [(status, b"<html>")]
    message = make_message(cast.ratna)
    deliver(message.pk)
    message.refresh_from_db()
    assert (message.channel, message.detail) == (Channel.SMS, f"http_{status}")


def test_refusal_without_sms_fails_with_the_providers_code(cast, whatsapp):
    whatsapp.answers = [(400, {"error": {"code": 131026}})]
    message = make_message(cast.ratna)
    deliver(message.pk)
    message.refresh_from_db()
    assert (message.state, message.reason, message.detail) == (MessageState.FAILED, Reason.REFUSED, "131026")


def test_no_report_within_30_s_moves_to_sms(cast, whatsapp, sms):
    message = make_message(cast.ratna)
    deliver(message.pk)
    _pass_time(message, seconds=29)
    _sweep_and_send()
    assert sms.requests == []
    _pass_time(message, seconds=2)
    _sweep_and_send()
    _sweep_and_send()
    message.refresh_from_db()
    assert (message.state, message.channel, message.reason) == (MessageState.SENT, Channel.SMS, Reason.NO_REPORT)
    assert (len(whatsapp.requests), len(sms.requests)) == (1, 1)


def test_slow_answer_of_whatsapp_is_part_of_the_wait(cast, whatsapp, sms):
    message = make_message(cast.ratna)
    whatsapp.answers = [HANG]
    deliver(message.pk)
    message.refresh_from_db()
    assert message.report_due_at == message.claimed_at + dt.timedelta(seconds=30)


def test_no_report_without_sms_leaves_it_sent(cast, whatsapp):
    message = make_message(cast.ratna)
    deliver(message.pk)
    _pass_time(message, seconds=40)
    _sweep_and_send()
    message.refresh_from_db()
    assert (message.state, len(whatsapp.requests)) == (MessageState.SENT, 1)


@pytest.mark.parametrize("answer", [HANG, CUT, (200, b"not json"), (200, {"messages": []})])
def test_unclear_answer_is_never_tried_again_on_whatsapp(cast, whatsapp, sms, answer):
    """The message may be on its way: only a report or the fallback decides."""
    whatsapp.answers = [answer]
    message = make_message(cast.ratna)
    deliver(message.pk)
    message.refresh_from_db()
    assert message.state == MessageState.SENT
    _pass_time(message, seconds=31)
    _sweep_and_send()
    message.refresh_from_db()
    assert (message.state, message.channel) == (MessageState.SENT, Channel.SMS)
    assert (len(whatsapp.requests), len(sms.requests)) == (1, 1)


@pytest.mark.parametrize("answer", [(500, b""), (503, {}), (429, {}), (400, {"error": {"code": 130429}})])
def test_transient_error_is_tried_again_after_ten_seconds(cast, whatsapp, sms, answer):
    whatsapp.answers = [answer]
    message = make_message(cast.ratna)
    deliver(message.pk)
    deliver(message.pk)
    message.refresh_from_db()
    assert (message.state, message.channel, len(whatsapp.requests)) == (MessageState.QUEUED, Channel.WHATSAPP, 1)
    assert dt.timedelta(seconds=8) < message.next_try_at - now() <= dt.timedelta(seconds=10)
    _pass_time(message, seconds=11)
    _sweep_and_send()
    message.refresh_from_db()
    assert (message.state, message.channel, message.attempts) == (MessageState.SENT, Channel.WHATSAPP, 2)
    assert sms.requests == []


def test_whatsapp_out_of_order_hands_over_to_sms_30_s_after_the_first_try(cast, whatsapp, sms):
    whatsapp.otherwise = (500, b"")
    message = make_message(cast.ratna)
    deliver(message.pk)
    _pass_time(message, seconds=11)
    _sweep_and_send()
    assert (len(whatsapp.requests), len(sms.requests)) == (2, 0)
    _pass_time(message, seconds=20)
    _sweep_and_send()
    message.refresh_from_db()
    assert (message.state, message.channel, message.reason) == (MessageState.SENT, Channel.SMS, Reason.GAVE_UP)
    assert (len(whatsapp.requests), len(sms.requests)) == (2, 1)


def test_unreachable_service_backs_off_and_gives_up_with_a_reason(cast, settings, sms, closed_port):
    settings.SMS_URL = closed_port
    message = make_message(cast.ratna, channel=Channel.SMS)
    waits = []
    deliver(message.pk)
    for _ in settings.MESSAGE_BACKOFF_SECONDS:
        message.refresh_from_db()
        assert (message.state, message.detail) == (MessageState.QUEUED, "unreachable")
        waits.append(round((message.next_try_at - now()).total_seconds()))
        _pass_time(message, seconds=waits[-1] + 1)
        _sweep_and_send()
    message.refresh_from_db()
    assert waits == [10, 60, 300, 1800]
    assert (message.state, message.reason, message.attempts) == (MessageState.FAILED, Reason.GAVE_UP, 5)


def test_lost_answer_of_sms_is_asked_again_with_the_same_reference(cast, sms):
    sms.answers = [HANG]
    message = make_message(cast.ratna, channel=Channel.SMS)
    deliver(message.pk)
    _pass_time(message, seconds=11)
    _sweep_and_send()
    assert [body["reference"] for body in sms.bodies] == ["tes_awal:1", "tes_awal:1"]
    message.refresh_from_db()
    assert message.state == MessageState.SENT


def test_message_of_a_dead_worker_goes_on_by_sms(cast, whatsapp, sms):
    message = make_message(cast.ratna, state=MessageState.SENDING, claimed_at=now(), first_try_at=now(), attempts=1)
    _sweep_and_send()
    assert sms.requests == []
    _pass_time(message, seconds=61)
    _sweep_and_send()
    message.refresh_from_db()
    assert (message.state, message.channel) == (MessageState.SENT, Channel.SMS)
    assert (len(whatsapp.requests), len(sms.requests)) == (0, 1)


def test_emptied_broker_loses_no_message(cast, sms):
    """The sweep finds by the row what nobody rings for any more."""
    message = make_message(cast.ratna, channel=Channel.SMS)
    assert due_messages() == []
    OutboxMessage.objects.update(created_at=now() - dt.timedelta(seconds=6))
    _sweep_and_send()
    message.refresh_from_db()
    assert message.state == MessageState.SENT


def test_nothing_goes_to_a_number_the_person_no_longer_has(cast, sms):
    message = make_message(cast.ratna, channel=Channel.SMS)
    cast.ratna.phone = "+6281299998888"
    cast.ratna.save()
    deliver(message.pk)
    message.refresh_from_db()
    assert (message.state, message.reason) == (MessageState.FAILED, Reason.RECIPIENT_GONE)
    assert sms.requests == []


def test_code_is_blanked_once_sms_has_it(db, sms):
    message = _make_code()
    deliver(message.pk)
    message.refresh_from_db()
    assert (message.state, message.text, message.values) == (MessageState.SENT, "", {})
    assert "482913" in sms.bodies[0]["text"]


def test_code_waits_for_the_fallback_only_until_it_expires(db, whatsapp):
    message = _make_code()
    deliver(message.pk)
    message.refresh_from_db()
    assert "482913" in message.text
    _pass_time(message, minutes=16)
    _sweep_and_send()
    message.refresh_from_db()
    assert (message.text, message.values) == ("", {})


def test_expired_code_is_not_sent_any_more(db, sms):
    message = _make_code()
    _pass_time(message, minutes=16)
    deliver(message.pk)
    message.refresh_from_db()
    assert (message.state, message.reason, message.text) == (MessageState.FAILED, Reason.EXPIRED, "")
    assert sms.requests == []


def test_old_texts_are_forgotten_and_the_row_stays(cast, sms):
    old = make_message(cast.ratna, channel=Channel.SMS)
    deliver(old.pk)
    OutboxMessage.objects.update(created_at=now() - dt.timedelta(days=91))
    new = make_message(cast.ratna, channel=Channel.SMS, key="k:2")
    deliver(new.pk)
    assert forget_old_texts() == 1
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.text, old.values, old.state) == ("", {}, MessageState.SENT)
    assert new.text


def test_log_names_neither_number_nor_code(db, whatsapp, sms, caplog):
    caplog.set_level(logging.DEBUG)
    whatsapp.answers = [(400, {"error": {"code": 131026, "message": "+6281234567890"}})]
    sms.answers = [HANG]
    deliver(_make_code().pk)
    assert "failed" in caplog.text or "queued" in caplog.text
    assert "482913" not in caplog.text
    assert "81234567890" not in caplog.text
