"""The remote signing service: a local stand-in on HTTP that behaves as such services do, well and badly."""

import threading
import time
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from certificates.errors import SignerRefused, SigningFailed
from certificates.proofs import remake
from certificates.rendering import render_certificate
from certificates.signing import remote, signer
from certificates.signing.authority import make_p12
from certificates.signing.key_file import KeyFileSigner
from certificates.signing.remote import RemoteSigner
from core.clock import now
from tests.certificates.conftest import approved, text_of

PASSPHRASE = "frasa rahasia"


class StandIn(ThreadingHTTPServer):
    """A service of our own: signs with a key of its own, or misbehaves in the way of `mood`."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.signer = KeyFileSigner(make_p12("x")[0], "x")
        self.mood = "well"
        self.asked = []
        self.url = f"http://127.0.0.1:{self.server_port}/api/sign/pdf"


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    def do_POST(self):
        """Read the form, check account and passphrase, sign."""
        server = self.server
        body = self.rfile.read(int(self.headers["Content-Length"]))
        head = f"Content-Type: {self.headers['Content-Type']}\n\n".encode()
        parts = message_from_bytes(head + body).get_payload()
        fields = {part.get_param("name", header="content-disposition"): part.get_payload(decode=True) for part in parts}
        server.asked.append(self.headers["X-Request-Id"])
        if server.mood == "slow":
            time.sleep(2)  # longer than the caller waits: that is the test
        if not self.headers["Authorization"] or fields["passphrase"].decode() != PASSPHRASE:
            return self.answer(400, b'{"error": "passphrase"}')
        if server.mood == "down":
            return self.answer(500, b"")
        sheet = fields["file"] if server.mood != "other" else fields["file"].replace(b"%PDF-1.7", b"%PDF-1.6", 1)
        signed = server.signer.sign(sheet, reference="", moment=now())
        return self.answer(200, signed if server.mood != "cut" else signed[:-5000])

    def answer(self, status, body):
        """Send it."""
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        """Keep quiet."""


@pytest.fixture
def service():
    """Return a running stand-in."""
    server = StandIn()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def signer_of(service, passphrase=PASSPHRASE):
    """Return our side."""
    return RemoteSigner(service.url, user="dinas", password="x", identity="6408", passphrase=passphrase)


@pytest.fixture
def by_service(service, settings, tmp_path):
    """Let this process sign by the service."""
    for name, text in (("PASSWORD", "x"), ("IDENTITY", "6408"), ("PASSPHRASE", PASSPHRASE)):
        path = tmp_path / name
        path.write_text(text)
        setattr(settings, f"CERT_REMOTE_{name}_FILE", str(path))
    settings.CERT_REMOTE_URL, settings.CERT_REMOTE_USER = service.url, "dinas"
    signer.the_signer.cache_clear()
    yield service
    signer.the_signer.cache_clear()


@pytest.mark.needs("pdftotext")
def test_file_is_signed_by_the_service_says_so_and_can_be_made_again(siti, by_service):
    from certificates.issuing import issue_row

    certificate = approved(siti)
    assert issue_row(certificate.pk)
    certificate.refresh_from_db()
    assert "sertifikat elektronik terbitan BSrE, BSSN" in " ".join(text_of(certificate).split())
    assert certificate.proof.identity.is_state
    assert remake(certificate)
    assert by_service.asked == [f"sertifikat-{certificate.pk}"]


@pytest.mark.parametrize("mood", ["down", "other", "cut", "slow"])
def test_what_goes_wrong_is_tried_again_later_under_the_same_reference(siti, by_service, mood, monkeypatch):
    from certificates.issuing import issue_row
    from certificates.models import Certificate

    monkeypatch.setattr(remote, "READ_S", 0.5)
    by_service.mood = mood
    certificate = approved(siti)
    assert not issue_row(certificate.pk)
    certificate.refresh_from_db()
    assert (certificate.state, certificate.reason, certificate.number) == ("numbered", "signing_failed", 1)
    by_service.mood = "well"
    monkeypatch.setattr(remote, "READ_S", 60)
    Certificate.objects.update(claimed_until=now())
    assert issue_row(certificate.pk)
    assert set(by_service.asked) == {f"sertifikat-{certificate.pk}"}
    assert Certificate.objects.get().number == 1


def test_wrong_passphrase_is_sent_once_so_that_no_account_is_locked(certificate, service):
    ours = signer_of(service, "salah")
    sheet = render_certificate(certificate)
    for _ in range(3):
        with pytest.raises(SignerRefused):
            ours.sign(sheet, reference="x", moment=now())
    assert len(service.asked) == 1


def test_service_that_is_not_there_fails_in_words(certificate):
    ours = RemoteSigner("http://127.0.0.1:1/", user="", password="", identity="", passphrase="")
    with pytest.raises(SigningFailed):
        ours.sign(b"%PDF", reference="x", moment=now())
