"""Two senders at once: the provider hears of the message once."""

import threading

import pytest
from django.db import connection

from messaging.models import Channel, MessageState, OutboxMessage
from messaging.public import send_message
from messaging.sending import deliver
from tests.messaging.conftest import make_message


def _at_once(act, count):
    """Run `act` in `count` threads that start together, each with a connection of its own."""
    start = threading.Barrier(count)
    errors = []

    def run():
        try:
            start.wait(10)
            act()
        except Exception as error:  # noqa: BLE001  shown by the assertion below
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_senders_send_once(cast, sms):
    ids = [make_message(cast.ratna, channel=Channel.SMS, key=f"k:{number}").pk for number in range(5)]
    _at_once(lambda: [deliver(pk) for pk in ids], 2)
    assert len(sms.requests) == 5
    assert {body["reference"] for body in sms.bodies} == {f"k:{number}" for number in range(5)}
    assert set(OutboxMessage.objects.values_list("state", "attempts")) == {(MessageState.SENT, 1)}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_same_key_queued_by_two_requests_is_one_message(cast, sms):
    values = {"kursus": "Kemasan", "tautan": "http://127.0.0.1:8000/"}
    _at_once(lambda: send_message("tes_awal", to=cast.ratna, values=values, key="one"), 2)
    assert OutboxMessage.objects.count() == 1
    assert len(sms.requests) == 1
