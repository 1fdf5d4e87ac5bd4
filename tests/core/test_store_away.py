"""An object store that says nothing: whoever waits is told soon and in words, and nobody else is held up."""

import http.client
import os
import socket
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest

from lms.broker import free_port
from tests.broker import wait_until

ROOT = Path(__file__).resolve().parents[2]
THREADS = 2
SOON_S = 20  # two tries of five seconds, and a machine with other work


@pytest.fixture
def silent():
    """Yield the port of a service that takes every connection and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as server:
        yield server.getsockname()[1]


@pytest.fixture
def web(silent, tmp_path):
    """Yield the port of a web server of two threads whose files lie in the silent service."""
    port = free_port()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "lms.settings",
        "IKM_VAR": str(tmp_path),
        "DATABASE_URL": "",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "S3_ENDPOINT": f"http://127.0.0.1:{silent}",
        "S3_ACCESS_KEY": "key",
        "S3_SECRET_KEY": "only-for-tests",
    }
    command = [sys.executable, "-m", "lms.web", "--port", str(port), "--workers", "1", "--threads", str(THREADS)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        wait_until(lambda: ask(port, "/sehat/"), what="the web server")
        yield port
    finally:
        process.terminate()
        process.wait(30)


def ask(port, path):
    """Return status, headers and page; None where nobody listens."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    with closing(line), suppress(ConnectionError):
        line.request("GET", path)
        answer = line.getresponse()
        return answer.status, answer.headers, answer.read().decode()
    return None


def test_web_server_tells_soon_and_in_words_that_the_file_store_is_silent(web):
    began = time.monotonic()
    status, headers, page = ask(web, "/berkas/images/kemasan.jpg")
    assert time.monotonic() - began < SOON_S
    assert (status, headers["Retry-After"]) == (503, "60")
    assert "Bagian ini sedang terganggu" in page and "Tunggu satu menit" in page


def test_worker_is_more_patient_than_a_web_process():
    script = "from core.s3_client import client_config; print(client_config().read_timeout)"
    assert [run(script), run(f"import lms.wsgi; {script}")] == ["60", "5"]


def run(script):
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "lms.settings.test"}
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()
