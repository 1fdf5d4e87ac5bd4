"""The demo's messages: a line in a file each, and a page that shows them."""

import json
import threading

import pytest

from accounts.signals import code_created
from messaging.gateways.demo import DemoGateway, demo_file
from messaging.gateways.letter import Letter
from messaging.models import Channel, MessageState, OutboxMessage
from messaging.sending import deliver
from tests.messaging.conftest import make_message


@pytest.fixture(autouse=True)
def _own_file(settings, tmp_path):
    settings.VAR_DIR = tmp_path


def _lines():
    return [json.loads(line) for line in demo_file().read_text().splitlines()]


def _send_code(phone, code, user=None):
    code_created.send(None, phone=phone, code=code, user=user, purpose="sign_in")
    deliver(OutboxMessage.objects.order_by("-pk")[0].pk)


def test_code_is_written_to_the_file_and_blanked_in_the_row(cast):
    _send_code(cast.ratna.phone, "482913", cast.ratna)
    [line] = _lines()
    assert set(line) == {"to", "channel", "text", "code", "sent_at"}
    assert (line["to"], line["channel"], line["code"]) == ("+6289900000001", "demo", "482913")
    message = OutboxMessage.objects.get()
    assert (message.state, message.text, message.values) == (MessageState.DELIVERED, "", {})


def test_message_without_a_code_says_so(cast):
    deliver(make_message(cast.ratna, channel=Channel.DEMO).pk)
    assert _lines()[0]["code"] is None


def test_lines_of_two_writers_never_mix():
    def write(number):
        for _ in range(20):
            DemoGateway().send(Letter(reference="r", to="+62", template="t", text=str(number) * 9000, values={}))

    threads = [threading.Thread(target=write, args=[number]) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(_lines()) == 60
    assert all(len(set(line["text"])) == 1 for line in _lines())


def test_page_shows_newest_first_with_code_and_person(client, cast):
    _send_code("+6281234567890", "111111")
    _send_code(cast.ratna.phone, "482913", cast.ratna)
    page = client.get("/demo/pesan/").content.decode()
    assert page.index("482913") < page.index("111111")
    assert '<p class="otp">482913</p>' in page
    assert "Ratna Contoh" in page
    assert "Nomor belum terdaftar" in page
    assert "0899-0000-0001" in page


def test_page_is_empty_paged_and_survives_a_cut_off_line(client, cast, django_assert_num_queries):
    assert "Belum ada pesan" in client.get("/demo/pesan/").content.decode()
    for number in range(25):
        _send_code(cast.ratna.phone, f"{number:06}", cast.ratna)
    with demo_file().open("a") as file:
        file.write('{"to": "+62')
    with django_assert_num_queries(1):
        first = client.get("/demo/pesan/").content.decode()
    assert first.count('class="otp"') == 20
    assert "Halaman 1 dari 2" in first
    assert client.get("/demo/pesan/?halaman=2").content.decode().count('class="otp"') == 5


def test_outside_demo_mode_there_is_no_such_page(client, db, settings):
    settings.DEMO = False
    assert client.get("/demo/pesan/").status_code == 404
