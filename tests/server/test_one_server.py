"""docker-compose.yml without containers: every service by its very command, and what nginx in front promises."""

import base64
import hashlib
import http.client
import json
import os
import re
import socket
import ssl
import time

import psycopg
import pytest
import requests
from cryptography.hazmat.primitives import serialization
from playwright.sync_api import sync_playwright

from tests.journeys import learning
from tests.journeys.conftest import FLAGS, PHONE, new_context, phone  # noqa: F401  fixtures
from tests.journeys.playing import play, wait_for_video
from tests.journeys.stack import wait_until
from tests.journeys.test_learner_story import take_pretest
from tests.journeys.watching import run_in_page
from tests.programs import find_chromium
from tests.server.installed import SCRIPT_BEFORE, SCRIPT_FORGOTTEN, STARTED

pytestmark = [pytest.mark.server, pytest.mark.needs("nginx", "initdb", "redis-cli")]
ANY_SCRIPT = re.compile(r"/static/js/[\w.-]+\.[0-9a-f]{12}\.js")
NEW_PHONE = "0899 0000 0201"


@pytest.fixture
def stack(installed):
    """What the journeys call the running product."""
    return installed


@pytest.fixture(scope="module")
def browser(installed):
    """Chromium that takes our own certificate, and no other, for a good one."""
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    key = installed.certificate.public_key().public_bytes(serialization.Encoding.DER, form)
    known = base64.b64encode(hashlib.sha256(key).digest()).decode()
    with sync_playwright() as playwright:
        flags = [*FLAGS, f"--ignore-certificate-errors-spki-list={known}"]
        running = playwright.chromium.launch(executable_path=find_chromium(), args=flags)
        yield running
        running.close()


@pytest.fixture
def line(installed):
    """A session of somebody who trusts our certificate."""
    with requests.Session() as session:
        session.trust_env = False  # the machine's own list of certificates would go before ours
        session.verify = str(installed.folder / "certificate" / "fullchain.pem")
        yield session


def any_script(installed, line):
    """Return the address of a script of ours that a page asks for."""
    return installed.url + ANY_SCRIPT.search(line.get(f"{installed.url}/masuk/").text)[0]


@pytest.mark.parametrize("name", [name for name in STARTED if name != "setup"])
def test_service_runs_by_its_own_command_and_is_well_by_its_own_check(installed, name):
    assert installed.processes[name].poll() is None
    assert installed.is_healthy(name)


@pytest.mark.parametrize("name", ["worker-default", "beat"])
def test_health_check_sees_a_service_that_gave_no_sign_of_life(installed, name):
    sign = installed.place(name, "/tmp") / "ikm-alive"
    long_ago = time.time() - 300
    os.utime(sign, (long_ago, long_ago))
    # It heals by itself, so ask at once; a busy worker may have been quicker, then look again.
    sick = wait_until(lambda: os.utime(sign, (long_ago,) * 2) or not installed.is_healthy(name), what="a sick service")
    assert sick
    wait_until(lambda: installed.is_healthy(name), what="the next sign of life")


def test_everything_together_is_well(installed, line):
    wait_until(lambda: line.get(f"{installed.url}/sehat/").status_code == 200, what="all well")
    assert line.get(f"{installed.url}/sehat/").json()["status"] == "ok"


def test_plain_http_leads_to_tls(installed):
    answer = requests.get(f"http://127.0.0.1:{installed.http}/kursus/?a=b", allow_redirects=False, timeout=10)
    assert (answer.status_code, answer.headers["Location"]) == (301, "https://127.0.0.1/kursus/?a=b")


def test_security_headers_stand_once(installed, line):
    for address in (f"{installed.url}/", any_script(installed, line)):
        headers = line.get(address).raw.headers
        for name in ("Strict-Transport-Security", "X-Content-Type-Options"):
            assert len(headers.getlist(name)) == 1, (address, name)
    assert "Server" not in headers or headers["Server"] == "nginx"


def test_pages_and_static_files_come_as_brotli(installed, line):
    for address in (f"{installed.url}/kursus/", any_script(installed, line)):
        answer = line.get(address, headers={"Accept-Encoding": "br"}, stream=True)
        assert answer.headers["Content-Encoding"] == "br", address
        assert "Accept-Encoding" in answer.headers["Vary"]
        assert line.get(address, headers={"Accept-Encoding": "gzip"}).headers["Content-Encoding"] == "gzip"


def test_static_files_are_kept_for_good_and_the_list_of_them_is_not_shown(installed, line):
    assert "immutable" in line.get(any_script(installed, line)).headers["Cache-Control"]
    assert line.get(f"{installed.url}/static/staticfiles.json").status_code == 404


def test_script_of_a_version_before_is_still_served_for_a_month(installed, line):
    assert line.get(f"{installed.url}/static/js/{SCRIPT_BEFORE}").text == "// of an earlier version"
    assert line.get(f"{installed.url}/static/js/{SCRIPT_FORGOTTEN}").status_code == 404


@pytest.mark.parametrize(
    "path", ["/_private/x", "/_public/x", "/metrik/", "/static/../private/x", "/static..%2fprivate/x", "/nginx/"]
)
def test_what_is_inside_is_not_reached_from_outside(installed, line, path):
    for folder in ("private", "public"):
        (installed.place("web", "/data") / folder).mkdir(exist_ok=True)
        (installed.place("web", "/data") / folder / "x").write_text("inside")
    request = requests.Request("GET", installed.url).prepare()
    request.url = installed.url + path
    answer = line.send(request)
    assert answer.status_code in (400, 404)
    assert "inside" not in answer.text


def test_request_too_large_is_refused_in_words(installed, line):
    answer = line.post(f"{installed.url}/masuk/", data=b"x" * 13_000_000)
    assert answer.status_code == 413
    assert "terlalu besar" in answer.content.decode()


def raw_line(installed):
    """Return a TLS connection for requests that no library sends."""
    context = ssl.create_default_context(cafile=installed.folder / "certificate" / "fullchain.pem")
    plain = socket.create_connection(("127.0.0.1", installed.https), timeout=30)
    return context.wrap_socket(plain, server_hostname="127.0.0.1")


def test_upload_reaches_the_web_server_before_its_end(installed):
    """Nobody is signed in, so the refusal itself shows that the request was passed on while its body was on the way."""
    with raw_line(installed) as tls:
        tls.sendall(
            b"POST /unggah/berkas/ HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Length: 5000000\r\n"
            b"Content-Type: application/offset+octet-stream\r\nTus-Resumable: 1.0.0\r\n\r\n" % installed.https
        )
        tls.sendall(b"x" * 100_000)
        answer = http.client.HTTPResponse(tls)
        answer.begin()
        assert answer.status in (401, 403)


def test_ordinary_request_reaches_the_web_server_only_when_it_is_whole(installed):
    with raw_line(installed) as tls:
        tls.settimeout(2)
        tls.sendall(b"POST /masuk/ HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Length: 5000\r\n\r\nx" % installed.https)
        with pytest.raises(TimeoutError):
            tls.recv(1)


def test_visitor_cannot_choose_the_address_that_limits_see(installed, line):
    """The check page takes few unknown codes from an address; a forged one in front changes nothing."""
    for number in range(25):
        answer = line.get(
            f"{installed.url}/periksa/TIDAK-ADA-{number}/", headers={"X-Forwarded-For": f"10.1.1.{number}"}
        )
    assert answer.status_code == 429


@pytest.mark.journey
def test_learner_signs_up_learns_watches_and_hands_in(installed, phone, line):  # noqa: F811
    installed.manage("-m", "tests.journeys.prepare")
    answers = learning.known_answers("kemasan")
    phone.goto("/")
    assert run_in_page(phone, "performance.getEntriesByType('navigation')[0].nextHopProtocol") == "h2"
    learning.sign_up(phone, installed, name="Sumiati Contoh", phone=NEW_PHONE, village="Kaliorang")
    take_pretest(phone, answers)
    wait_for_video(phone)
    play(phone)
    source = phone.locator("video source").first.get_attribute("src") or ""
    learning.finish_lesson(phone, answers)
    link = learning.open_tasks(phone, "kemasan").first.get_attribute("href")
    phone.goto(link or "")
    learning.hand_in_task(phone, "Sudah saya kerjakan.")
    look_at_photo(installed, line, phone)
    watch_in_pieces(installed, line, source)


def look_at_photo(installed, line, phone):  # noqa: F811
    """Fetch the photo that was handed in: by its owner, whom nginx sends the private file, and by a stranger."""
    address = installed.url + (phone.get_by_role("link", name="Foto 1").get_attribute("href") or "")
    hers = {cookie["name"]: cookie["value"] for cookie in phone.context.cookies()}
    photo = line.get(address, cookies=hers, allow_redirects=False)
    assert (photo.status_code, photo.headers["Content-Type"]) == (200, "image/jpeg")
    assert photo.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in photo.headers["Cache-Control"] or "private" in photo.headers["Cache-Control"]
    assert "X-Accel-Redirect" not in photo.headers
    line.cookies.clear()
    assert line.get(address, allow_redirects=False).status_code in (302, 403, 404)


def watch_in_pieces(installed, line, source):
    """Ask for a video as players do."""
    whole = line.get(installed.url + source)
    assert (whole.status_code, whole.headers["Content-Type"]) == (200, "video/mp4")
    assert "immutable" in whole.headers["Cache-Control"]
    assert whole.headers["X-Content-Type-Options"] == "nosniff"
    part = line.get(installed.url + source, headers={"Range": "bytes=100-299"})
    assert (part.status_code, part.content) == (206, whole.content[100:300])
    assert part.headers["Content-Range"] == f"bytes 100-299/{len(whole.content)}"
    beyond = line.get(installed.url + source, headers={"Range": f"bytes={len(whole.content)}-"})
    assert beyond.status_code == 416
    known = line.get(installed.url + source, headers={"If-None-Match": whole.headers["ETag"]})
    assert known.status_code == 304


def test_no_log_of_any_server_tells_who_asked_for_what(installed, line):
    """After all of the above. nginx and PostgreSQL tell most where something fails, so it is made to fail."""
    name, number, code = "Sekar-Arum", "081298761234", "KTM-7Q4M-X9TP-H3RW"
    for path in (f"/periksa/{code}/", f"/tidak-ada/{number}/{name}/?nomor={number}", f"/static/{number}.css"):
        assert line.get(installed.url + path).status_code in (404, 429)
    assert line.post(f"{installed.url}/masuk/?nama={name}", data=b"x" * 13_000_000).status_code == 413
    line.post(f"{installed.url}/masuk/?nama={name}", data={"login": number, "rest": "x" * 100_000})  # kept on the disk
    with pytest.raises(psycopg.errors.UniqueViolation):
        installed.query(f"INSERT INTO auth_group (name) VALUES ('{name}'), ('{name}')")
    logs = {path.stem: path.read_text(errors="replace") for path in (installed.folder / "log").glob("*.log")}
    told = "\n".join(logs.values()).lower()
    for personal in (name, number[1:], code[4:], "89900000201", "0899 0000 0201", "Sumiati", "client: "):
        assert personal.lower() not in told, personal
    assert "duplicate key" in logs["postgres"]
    asked = [json.loads(one) for one in logs["nginx"].splitlines() if one.startswith("{")]
    assert {("/masuk/", 413), ("/tidak-ada/", 404), ("/static/", 404)} <= {
        (one["path"], one["status"]) for one in asked
    }
