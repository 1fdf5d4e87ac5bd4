"""The demo, really running: what it says, what it serves, what it survives, and that nothing of it stays behind."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bench.harness import wait_until
from demo.public import PASSWORD, PEOPLE
from tools.running_demo import ROOT, running_demo

pytestmark = pytest.mark.broker


def get(demo, path, **headers):
    """Return the answer to GET `path` and its body."""
    connection = http.client.HTTPConnection(urlsplit(demo.url).netloc, timeout=30)
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


def start(var, **settings):
    """Start another demo and return what it said and its exit code."""
    environment = {**os.environ, "IKM_VAR": str(var), "DJANGO_SETTINGS_MODULE": "lms.settings", **settings}
    command = [sys.executable, "-m", "lms.embedded"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)


def programs_of(var):
    """Return the ids of the running programs that were started with `var` as their folder."""
    mark, found = f"IKM_VAR={var}".encode(), {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (process / "environ").read_bytes().split(b"\0"):
                found[int(process.name)] = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:  # gone meanwhile, or not ours to read
            continue
    return found


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    return tmp_path_factory.mktemp("folder with space") / "var"


@pytest.fixture(scope="module")
def demo(var):
    with running_demo(var) as demo:
        yield demo
    assert programs_of(var) == {}, "something outlived the demo"


def test_ready_line_is_followed_by_the_sign_ins_and_the_certificate(demo):
    demo.wait_for("Berhenti: tekan Ctrl-C.", seconds=10)
    said = demo.said.read_text()
    assert re.search(rf"^Siap: {demo.url}/", said, re.M)
    for person in PEOPLE:
        assert re.search(rf"^  {person.username} +{PASSWORD} +\{person.phone} ", said, re.M)
    path = re.search(rf"Sertifikat Ratna: {demo.url}(/periksa/\S+/)", said)[1]
    assert get(demo, path)[0].status == 200


def test_health_is_good_at_once(demo):
    assert get(demo, "/sehat/")[0].status == 200


def test_pages_and_static_files_arrive_compressed_and_static_ones_are_kept(demo):
    page, body = get(demo, "/kursus/", **{"Accept-Encoding": "gzip"})
    assert page.headers["Content-Encoding"] == "gzip"
    _, plain = get(demo, "/kursus/")
    address = re.search(r'href="(/static/css/base\.[0-9a-f]+\.css)"', plain.decode())[1]
    sheet, body = get(demo, address, **{"Accept-Encoding": "br"})
    assert sheet.headers["Content-Encoding"] == "br"
    assert "immutable" in sheet.headers["Cache-Control"]
    assert len(body) < 4600


def test_second_demo_in_the_same_folder_is_refused(demo, var):
    done = start(var, PORT="1")
    assert done.returncode == 1
    assert done.stdout == f"Demo sudah berjalan di {demo.url}/. Hentikan dulu dengan Ctrl-C di terminalnya.\n"
    assert get(demo, "/sehat/")[0].status == 200


def test_taken_port_is_said_before_anything_is_prepared(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = start(tmp_path, PORT=str(port))
    assert done.returncode == 1
    assert done.stdout.startswith(f"Port {port} sedang dipakai program lain. Pakai port lain: PORT=")
    assert not (tmp_path / "db.sqlite3").exists()


def test_server_settings_are_refused(tmp_path):
    done = start(tmp_path, IKM_SERVER="1", SECRET_KEY="x" * 50, PORT="1")
    assert done.returncode == 1
    assert done.stdout.startswith("Demo tidak dapat dijalankan dengan pengaturan server.")


def test_worker_that_falls_is_started_again(demo, var):
    for pid, words in programs_of(var).items():
        if "worker" in words and "-Q default" in words:
            os.kill(pid, signal.SIGKILL)
    assert demo.wait_for("Pekerja berhenti sendiri (kode -9); dijalankan lagi dalam 1 detik.", seconds=20)
    wait_until(lambda: any("-Q default" in words for words in programs_of(var).values()), seconds=20)


def test_second_start_prepares_nothing_and_ends_as_asked(demo, var, tmp_path):
    """Comes last: it ends the demo of this file, without mercy, and starts another on what is left."""
    before = programs_of(var)
    starter = next(pid for pid, words in before.items() if "lms.embedded" in words)
    os.kill(starter, signal.SIGKILL)
    wait_until(lambda: not programs_of(var), seconds=20)
    with running_demo(var) as again:
        assert "Menyiapkan data" not in again.said.read_text()
        assert get(again, "/sehat/")[0].status == 200
    assert again.said.read_text().endswith("Semua sudah berhenti. Data tetap tersimpan.\n")
    assert not (var / "run" / "broker").exists()
