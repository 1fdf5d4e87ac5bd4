"""A code asked for on the sign-in screen reaches its phone, and nobody else's."""

import json

import pytest
from django.core.cache import cache

from messaging.gateways.demo import demo_file
from messaging.models import MessageState, OutboxMessage


@pytest.fixture(autouse=True)
def _own_demo(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    cache.clear()


def test_code_of_the_sign_in_screen_stands_in_the_demo_and_opens_the_account(
    client, cast, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/masuk/", {"phone": "0899 0000 0001"})
    message = OutboxMessage.objects.get()
    assert (message.state, message.person, message.text) == (MessageState.DELIVERED, cast.ratna, "")
    [line] = [json.loads(line) for line in demo_file().read_text().splitlines()]
    assert line["code"].isdecimal()
    client.post(answer.url, {"code": line["code"]})
    assert client.session["_auth_user_id"] == str(cast.ratna.pk)


def test_unknown_number_gets_the_same_answer_and_no_message(client, cast):
    known = client.post("/masuk/", {"phone": "0899 0000 0001"})
    OutboxMessage.objects.all().delete()
    unknown = type(client)().post("/masuk/", {"phone": "0812 3456 7890"})
    assert (unknown.status_code, unknown.url) == (known.status_code, known.url)
    assert not OutboxMessage.objects.exists()
