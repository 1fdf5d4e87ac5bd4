"""The web server of an installation: workers share what was loaded before they parted, and a lost one is replaced."""

import http.client
import os
import signal
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import pytest

from bench.harness import wait_until
from lms.broker import free_port

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere workers are not forked")


def status_of(port):
    """Return what `/sehat/` answers with, 503 here for want of a broker; 0 where nobody listens."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    with closing(line), suppress(OSError, http.client.HTTPException):
        line.request("GET", "/sehat/")
        return line.getresponse().status
    return 0


def workers_of(process):
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return [int(pid) for pid in children]


def memory_of(pid):
    """Return what a process shares with another one and what it has for itself, in MB."""
    lines = [line.split() for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]]
    sizes = {name.rstrip(":"): int(size) / 1000 for name, size, *_ in lines}
    return sizes["Shared_Dirty"], sizes["Private_Dirty"]


@pytest.fixture(scope="module")
def web(tmp_path_factory):
    """The server with two workers; its start is dear, so the last test may harm it."""
    port = free_port()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "lms.settings",
        "IKM_VAR": str(tmp_path_factory.mktemp("web")),
        "DATABASE_URL": "",
        "REDIS_URL": f"redis://127.0.0.1:{free_port()}/0",
    }
    command = [sys.executable, "-m", "lms.web", "--port", str(port), "--workers", "2"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    process.port = port
    try:
        wait_until(lambda: status_of(port))
        yield process
    finally:
        process.terminate()
        process.wait(20)


def test_two_workers_share_the_loaded_product_and_open_nothing_together(web):
    assert status_of(web.port) == 503
    for pid in workers_of(web):
        shared, own = memory_of(pid)
        assert shared > own
    opened = [os.readlink(one) for one in Path(f"/proc/{web.pid}/fd").iterdir()]
    assert not [name for name in opened if "sqlite3" in name]


def test_worker_that_was_killed_is_replaced(web):
    first, second = workers_of(web)
    os.kill(first, signal.SIGKILL)
    assert wait_until(lambda: set(workers_of(web)) - {first, second})
    assert wait_until(lambda: status_of(web.port) == 503)
