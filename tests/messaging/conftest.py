"""Providers of messages as real HTTP servers on this machine."""

import contextlib
import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from core.clock import now
from messaging.models import Channel, OutboxMessage


@dataclass
class Provider:
    """A server that answers as it is told, one answer a request, and remembers what it got.

    An answer is (status, body); `HANG` never answers, `CUT` closes the line after reading the request.
    """

    url: str = ""
    answers: list = field(default_factory=list)
    otherwise: tuple = (200, {"id": "sms-1"})
    requests: list = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    @property
    def bodies(self):
        return [body for _, body in self.requests]


HANG, CUT = "hang", "cut"


def _handler(provider):
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            provider.requests.append((dict(self.headers), body))
            answer = provider.answers.pop(0) if provider.answers else provider.otherwise
            if answer == HANG:
                provider.closing.wait(20)
                return
            if answer == CUT:
                self.close_connection = True
                return
            status, payload = answer
            data = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *args):
            """Stay quiet."""

    return Handler


@contextlib.contextmanager
def run_provider(**options):
    """Run a provider until the block ends."""
    provider = Provider(**options)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    provider.url = f"http://127.0.0.1:{server.server_port}/messages"
    try:
        yield provider
    finally:
        provider.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def whatsapp(settings):
    """WhatsApp, set up and accepting."""
    with run_provider(otherwise=(200, {"messages": [{"id": "wamid.1", "message_status": "accepted"}]})) as provider:
        settings.DEMO = False
        settings.WHATSAPP_URL, settings.WHATSAPP_TOKEN = provider.url, "wa-token"
        settings.MESSAGE_TIMEOUT_SECONDS = (1, 0.3)
        yield provider


@pytest.fixture
def sms(settings):
    """An SMS service, set up and accepting."""
    with run_provider() as provider:
        settings.DEMO = False
        settings.SMS_URL, settings.SMS_TOKEN = provider.url, "sms-token"
        settings.MESSAGE_TIMEOUT_SECONDS = (1, 0.3)
        yield provider


@pytest.fixture
def closed_port():
    """Return an address at which nobody listens."""
    with run_provider() as provider:
        url = provider.url
    return url


def make_message(person, *, channel=Channel.WHATSAPP, key="tes_awal:1", **fields):
    """Write a queued message of the outbox, due now."""
    values = {"nama": person.full_name, "kursus": "Kemasan", "tautan": "http://127.0.0.1:8000/kursus/kemasan/"}
    return OutboxMessage.objects.create(
        **{
            "key": key,
            "template": "tes_awal",
            "person": person,
            "to": person.phone,
            "values": values,
            "text": f"Halo {person.full_name}, tes awal.",
            "channel": channel,
            "next_try_at": now(),
            **fields,
        }
    )
