"""Told to end, as every upgrade does, a service finishes what it is doing or gives it back in time."""

import http.client
import socket
from contextlib import suppress

import pytest

from tests.journeys.clips import make_clip
from tests.journeys.stack import wait_until

pytestmark = [pytest.mark.server, pytest.mark.needs("nginx", "initdb", "redis-cli")]
# As from a page of ours, so that the product reads the form for its token against forgery.
SLOW_FORM = (
    b"POST /masuk/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-Proto: https\r\nOrigin: https://127.0.0.1\r\n"
    b"Cookie: c=" + b"x" * 32 + b"\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 2000\r\n\r\n"
)
UPLOAD = """
import django; django.setup()
from pathlib import Path
from accounts.models import User
from media.public import import_source
owner, _ = User.objects.get_or_create(username="pengunggah")
print(import_source(Path({clip!r}), title="Uji", owner=owner).pk)
"""
PHONE = "+6289900000301"
TELL = """
import django; django.setup()
from messaging.queueing import queue_code
queue_code({phone!r}, "123456", person_id=None)
"""


@pytest.fixture
def twin(installed):
    """Return a function that starts one more service like `name`; the twins end with the test."""
    started = []

    def start(name, **more):
        installed.add_twin(name, f"{name}-twin{len(started)}")
        started.append(f"{name}-twin{len(started)}")
        installed.start(started[-1], more=more)
        installed.wait_healthy(started[-1])
        return started[-1]

    yield start
    for name in started:
        installed.kill(name)


def refuses(port):
    """Say whether nobody takes connections at a port any more."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return False
    return True


def test_web_server_told_to_end_takes_no_more_and_answers_what_it_has(installed, twin):
    name = twin("web")
    with socket.create_connection(("127.0.0.1", installed.ports[name]), timeout=30) as line:
        line.sendall(SLOW_FORM + b"x" * 1000)
        wait_until(lambda: is_busy(installed, name), what="the request to arrive")
        installed.processes[name].terminate()
        wait_until(lambda: refuses(installed.ports[name]), what="the closed door", seconds=20)
        line.sendall(b"x" * 1000)
        answer = http.client.HTTPResponse(line)
        answer.begin()
        assert answer.status == 403  # the product has read the whole form, and found no token in it
    assert installed.ended(name) == 0


def is_busy(installed, name):
    """Say whether what was sent to a web server has been read by it: nothing waits in the kernel any more."""
    port = f"{installed.ports[name]:04X}"
    with open("/proc/net/tcp") as table:
        rows = [row.split() for row in table.readlines()[1:]]
    mine = [row for row in rows if row[1].endswith(f":{port}") and row[3] == "01"]
    return bool(mine) and all(row[4].endswith(":00000000") for row in mine)


def test_worker_told_to_end_sends_the_message_it_has_begun(installed, twin):
    name = twin("worker-default", MESSAGE_WAIT_S="60")  # else the held answer might come too late for it
    installed.kill("worker-default")  # it would take the work
    try:
        with installed.texts.holding_back():
            installed.manage("-c", TELL.format(phone=PHONE))
            wait_until(lambda: installed.texts.waiting, what="the message to be under way")
            installed.processes[name].terminate()
            wait_until(lambda: "soft shutdown" in installed.log_tail(name).lower(), what="the worker to hear of it")
        assert installed.ended(name) == 0  # told once: a second signal would mean at once
        assert len(installed.messages(PHONE)) == 1
        states = f"SELECT state, attempts FROM messaging_outboxmessage WHERE \"to\" = '{PHONE}'"
        assert installed.query(states) == [("sent", 1)], installed.log_tail(name)
    finally:
        installed.start("worker-default")
        installed.wait_healthy("worker-default")


def test_video_worker_told_to_end_gives_its_piece_back_and_another_goes_on_at_once(installed, twin, tmp_path):
    name = twin("worker-video")
    installed.kill("worker-video")
    clip = make_clip(tmp_path / "clip.mp4", seconds=90, size="1280x720")  # a piece takes far longer than DRAIN_S
    source = int(installed.manage("-c", UPLOAD.format(clip=str(clip))).split()[-1])
    pieces = f"""FROM media_piece p JOIN media_encoding e ON e.id = p.encoding_id
        JOIN media_source s ON s.wanted_id = e.id WHERE s.id = {source}"""
    running = f"SELECT p.id, p.attempts {pieces} AND p.state = 'running' AND p.kind = 'picture'"
    (piece, attempts), *_ = wait_until(lambda: installed.query(running), what="a piece under way", seconds=120)
    installed.end(name)  # raises when it takes longer than Compose waits
    state = f"SELECT state, worker, attempts FROM media_piece WHERE id = {piece}"
    assert installed.query(state) == [("waiting", "", attempts - 1)]
    installed.start("worker-video")
    taken = f"SELECT 1 FROM media_piece WHERE id = {piece} AND state IN ('running', 'ready')"
    wait_until(lambda: installed.query(taken), what="the next worker to go on", seconds=60)
    installed.manage(
        "-c",
        f"import django; django.setup(); from media.models import Source; "
        f"from media.removing import remove_source; remove_source(Source.objects.get(pk={source}))",
    )
    installed.wait_healthy("worker-video")
