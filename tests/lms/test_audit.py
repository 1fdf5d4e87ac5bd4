"""`./run audit` fails on a known hole unless it is excused until a day to come; it says when nobody could be asked."""

import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCK = "jinja2==2.4.1 --hash=sha256:{}\nidna==3.7 --hash=sha256:{}\n".format("a" * 64, "b" * 64)
# As api.osv.dev answers for this version, shortened: one id, an alias, a range with its fix.
HOLE = {
    "id": "PYSEC-2019-217",
    "aliases": ["CVE-2014-1402", "GHSA-462w-v97r-4m45"],
    "summary": "Sandbox escape",
    "published": "2019-04-08T13:29:00Z",
    "modified": "2021-11-22T04:57:52Z",
    "schema_version": "1.6.0",
    "affected": [
        {
            "package": {"name": "jinja2", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2.7.3"}]}],
        }
    ],
}


class Service(BaseHTTPRequestHandler):
    """Speaks OSV's API and knows one hole."""

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        known = {"vulns": [HOLE]} if asked["package"] == {"name": "jinja2", "ecosystem": "PyPI"} else {}
        body = json.dumps(known).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture(scope="module", autouse=True)
def tool():
    """Have pip-audit in its own environment, as `./run audit` does."""
    subprocess.run(["./run", "audit", "--help"], cwd=ROOT, check=True, capture_output=True)


@pytest.fixture
def service():
    """Yield the address of a service of our own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/v1/query"
    server.shutdown()
    server.server_close()


@pytest.fixture
def audit(tmp_path):
    """Return a function that audits a lock; `ignored` is the list of excuses."""

    def run(url, *, lock=LOCK, ignored=""):
        (tmp_path / "lock.txt").write_text(lock)
        (tmp_path / "ignored.txt").write_text(ignored)
        words = ["--osv-url", url, "--ignored", str(tmp_path / "ignored.txt"), str(tmp_path / "lock.txt")]
        return subprocess.run(
            [sys.executable, "-m", "tools.audit", *words], cwd=ROOT, capture_output=True, text=True, check=False
        )

    return run


def test_known_hole_fails(audit, service):
    done = audit(service)
    assert done.returncode == 1
    assert "VULNERABLE: jinja2 2.4.1 PYSEC-2019-217, mended in 2.7.3" in done.stdout
    assert "2 packages audited" in done.stdout


@pytest.mark.parametrize("name", ["PYSEC-2019-217", "CVE-2014-1402"])
def test_excuse_holds_until_its_day(audit, service, name):
    assert audit(service, ignored=f"{name} 2999-12-31 nobody renders strangers' templates\n").returncode == 0
    done = audit(service, ignored=f"{name} 2020-01-01 nobody renders strangers' templates\n")
    assert done.returncode == 1 and "the excuse has run out" in done.stdout


def test_excuse_without_a_reason_is_none(audit, service):
    assert audit(service, ignored="PYSEC-2019-217 2999-12-31\n").returncode not in {0}


def test_lock_without_a_hole_passes(audit, service):
    done = audit(service, lock=LOCK.splitlines()[1] + "\n")
    assert done.returncode == 0
    assert "1 packages audited, no known holes left." in done.stdout


def test_service_that_cannot_be_reached_is_said_and_no_failure(audit):
    done = audit("http://127.0.0.1:1/v1/query")
    assert done.returncode == 0
    assert "AUDIT NOT DONE" in done.stdout


def test_lock_that_cannot_be_read_fails(audit, service):
    done = audit(service, lock="jinja2>=2\n")
    assert done.returncode == 2
