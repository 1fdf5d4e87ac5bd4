"""What enters the outbox: each key once, nothing to strangers, codes only for a while."""

import datetime as dt

import pytest
from celery.signals import before_task_publish, task_prerun

from accounts.signals import code_created
from core.clock import now
from messaging.errors import PlaceholderMissing
from messaging.models import Channel, MessageState, OutboxMessage, Reason
from messaging.public import send_message

VALUES = {"kursus": "Kemasan", "tautan": "http://127.0.0.1:8000/kursus/kemasan/"}


def test_same_key_is_queued_once(cast):
    assert send_message("tes_awal", to=cast.ratna, values=VALUES, key="tes_awal:1")
    assert not send_message("tes_awal", to=cast.ratna, values=VALUES, key="tes_awal:1")
    message = OutboxMessage.objects.get()
    assert (message.to, message.person_id, message.state) == ("+6289900000001", cast.ratna.pk, MessageState.QUEUED)
    assert message.text.startswith("Halo Ratna Contoh, tes awal kursus Kemasan")
    assert message.channel == Channel.DEMO


def test_number_of_an_account_is_enough(cast):
    assert send_message("tes_awal", to="+6289900000002", values=VALUES, key="k")
    assert OutboxMessage.objects.get().person_id == cast.hasan.pk


@pytest.mark.parametrize("case", ["stranger", "inactive", "inactive number", "no phone"])
def test_nothing_goes_to_a_number_that_is_not_ours_to_write_to(cast, case):
    cast.hasan.is_active = False
    cast.hasan.save()
    cast.dewi.phone = None
    cast.dewi.save()
    to = {
        "stranger": "+6281234567890",
        "inactive": cast.hasan,
        "inactive number": "+6289900000002",
        "no phone": cast.dewi,
    }[case]
    assert not send_message("tes_awal", to=to, values=VALUES, key="k")
    assert not OutboxMessage.objects.exists()


def test_forgotten_placeholder_is_loud(cast):
    with pytest.raises(PlaceholderMissing, match="tautan"):
        send_message("tes_awal", to=cast.ratna, values={"kursus": "Kemasan"}, key="k")


def test_code_reaches_a_number_that_is_being_signed_up(db):
    code_created.send(None, phone="+6281234567890", code="482913", user=None, purpose="signup")
    message = OutboxMessage.objects.get()
    assert message.is_secret
    assert "482913" in message.text
    assert dt.timedelta(minutes=14) < message.expires_at - now() <= dt.timedelta(minutes=15)


def test_without_any_gateway_a_message_fails_with_a_reason_and_keeps_no_code(db, settings):
    settings.DEMO = False
    code_created.send(None, phone="+6281234567890", code="482913", user=None, purpose="signup")
    message = OutboxMessage.objects.get()
    assert (message.state, message.reason) == (MessageState.FAILED, Reason.NO_GATEWAY)
    assert (message.text, message.values) == ("", {})


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_only_the_id_travels_to_the_worker(cast):
    seen = []

    def note(args=None, kwargs=None, **_):
        seen.append((list(args), kwargs))

    task_prerun.connect(note)
    try:
        send_message("tes_awal", to=cast.ratna, values=VALUES, key="k")
    finally:
        task_prerun.disconnect(note)
    message = OutboxMessage.objects.get()
    assert seen == [([message.pk], {})]
    assert message.state == MessageState.DELIVERED


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_code_goes_by_a_queue_that_is_looked_at_first(cast, no_broker, settings):
    queues = []

    def note(routing_key, **_):
        queues.append(routing_key)

    before_task_publish.connect(note)
    try:
        send_message("lulus", to=cast.ratna, values=VALUES | {"nilai": 80}, key="k")
        code_created.send(None, phone="+6281234567890", code="482913", user=None, purpose="signup")
    finally:
        before_task_publish.disconnect(note)
    assert queues == ["default", "codes"] == sorted(queues, reverse=True)
    assert settings.CELERY_BROKER_TRANSPORT_OPTIONS["queue_order_strategy"] == "sorted"
    assert OutboxMessage.objects.count() == 2
