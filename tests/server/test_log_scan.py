"""A whole journey on a server: afterwards no log of any process holds anything of anybody.

Real web server with two workers, real Celery worker with beat, real broker; only the SMS service is ours.
"""

import json
import re
import shutil
import sys
import uuid

import pytest
import requests
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.db import connection
from requests.adapters import HTTPAdapter

from courses.pack_key import new_pack_key
from tests.conftest import template_path
from tests.journeys.stack import Stack, wait_until
from tests.server.log_people import EMAIL, SECRET
from tests.server.office_keys import PASSPHRASE, make_office_keys
from tests.server.sms_service import running_sms_service

pytestmark = pytest.mark.server
SITE = "https://bimtek.example"
SECRETS = {
    "SECRET_KEY": "a-long-random-text-for-this-test-only-0123456789-abcdefghij-ABCDEF",
    "SMS_TOKEN": "sms-9d1f77",
}
PHONE, TYPED = "+6281298765432", "0812-9876-5432"
ANSWERS = {"full_name": "Sinta Melati Wulandari", "phone": TYPED, "business": "Dapur Wangi Lestari", "consent": "on"}
PASSWORD = "demo-ikm-2026"
QUEUE, PIN, WRONG_PIN = "/studio/sertifikat/persetujuan/", "260817", "260818"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
QUIZ_FORM = re.compile(r'action="(/belajar/pelajaran/\d+/kuis/)"')
OFFICE = (
    "/studio/",
    "/studio/peserta/?q={name}",
    "/studio/peserta/?q={phone}",
    "/studio/pesan-keluar/?q={phone}",
    "/studio/pulihkan-akses/?q={name}",
    "/studio/sertifikat/?q={name}",
    "/studio/hasil-belajar/?q={name}",
    "/studio/usaha/?q=Dapur+Wangi+Lestari",
    "/studio/permintaan-data/",
)


class BehindProxy(HTTPAdapter):
    """Sends secure cookies although the line to the product is plain: TLS ends at the proxy."""

    def __init__(self, jar):
        self.jar = jar
        super().__init__()

    def send(self, request, **options):
        request.headers["Cookie"] = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)
        return super().send(request, **options)


class Visitor:
    """A browser behind the proxy that ends TLS: its cookies are secure ones, its addresses the proxy's."""

    def __init__(self, url):
        self.url = url
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.mount(url, BehindProxy(self.session.cookies))
        self.session.headers.update(
            {
                "X-Forwarded-Proto": "https",
                "X-Forwarded-For": "203.0.113.77",
                "Referer": f"{SITE}/daftar/?nomor={TYPED}",
            }
        )

    def open(self, path, **headers):
        return self.session.get(self.url + path, timeout=60, headers=headers)

    def send(self, path, *, form_page="", **values):
        token = TOKEN.search(self.open(form_page or path).text)
        data = {"csrfmiddlewaretoken": token[1] if token else "", **values}
        return self.session.post(self.url + path, data=data, timeout=60)


@pytest.fixture
def sms():
    with running_sms_service() as service:
        yield service


@pytest.fixture
def stack(tmp_path, sms, django_db_setup):
    """The product with server settings, on a database of its own."""
    stack = Stack(tmp_path)
    del stack.environment["IKM_DEMO"]
    stack.environment |= {
        "IKM_SERVER": "1",
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": SITE,
        "PROXY_COUNT": "1",
        "PACK_KEY": new_pack_key(),
        "SMS_URL": sms.url,
        **make_office_keys(tmp_path / "keys"),
        **SECRETS,
    }
    if connection.vendor == "sqlite":
        shutil.copy(template_path(), tmp_path / "db.sqlite3")
    try:
        stack.start_broker()
        stack.run("tests.server.log_people", "prepare")
        stack.run("django", "collectstatic", "--noinput", "-v", "0")
        stack.start_worker()
        stack.start("web", sys.executable, "-m", "lms.web", "--port", str(stack.port), "--workers", "2")
        wait_until(lambda: stack.status("/sehat/"), what="the web server")
        yield stack
    finally:
        stack.stop()


def code_in(texts):
    return re.search(r"\b(\d{6})\b", texts[-1])[1]


def sign_up(visitor, sms):
    """Sign up with a code that comes at the second try of the service; one wrong code on the way."""
    village = re.search(r'<option value="(64[\d.]+)"', visitor.open("/daftar/").text)[1]
    sms.failures = 1
    asked = visitor.send("/daftar/", village=village, **ANSWERS)
    assert asked.url.endswith("/masuk/kode/"), asked.text
    code = code_in(wait_until(lambda: sms.texts_to(PHONE), what="the code", seconds=90))
    visitor.send("/masuk/kode/", code="000000")
    signed_in = visitor.send("/masuk/kode/", code=code)
    assert "Melati" in visitor.open(f"/saya/?nomor={TYPED}").text, signed_in.text[:2000]
    return code


def take_quiz(visitor):
    """Answer a quiz of a course by hand."""
    visitor.send("/belajar/kemasan/ikut/")
    quiz = "/kursus/kemasan/modul-1/kuis/"
    page = visitor.send(QUIZ_FORM.search(visitor.open(quiz).text)[1], form_page=quiz)
    base = re.sub(r"\d+/$", "", page.url.removeprefix(visitor.url))
    for position in range(1, int(re.search(r"soal \d+ dari (\d+)", page.text)[1]) + 1):
        assert visitor.send(f"{base}{position}/", choice="0").ok


def get_certificate(visitor, stack, sms):
    """Pass another course; the head approves, the worker signs and tells of it. A stranger checks code and file."""
    stack.run("tests.server.log_people", "finish", PHONE)
    approve_all(stack)
    link = re.compile(r"/saya/sertifikat/(KTM-[\w-]+)\.pdf")
    found = wait_until(
        lambda: next((hit for text in sms.texts_to(PHONE) if (hit := link.search(text))), None),
        what="the certificate",
        seconds=90,
    )
    file = visitor.open(found[0]).content
    assert file.startswith(b"%PDF")
    stranger = Visitor(stack.url)
    form = "/periksa/berkas/"
    token = TOKEN.search(stranger.open(form).text)[1]
    given = {"berkas": ("sertifikat Sinta Melati.pdf", file, "application/pdf")}
    answer = stranger.session.post(stack.url + form, data={"csrfmiddlewaretoken": token}, files=given, timeout=60)
    assert "Melati" in answer.text and "✗" not in answer.text, answer.text[:3000]
    assert "Melati" in stranger.open(f"/periksa/{found[1]}/").text
    stranger.open(f"/periksa/?kode={found[1]}")
    return found[1]


def sign_in_with_second_factor(stack, name):
    """Return somebody of the office at work, and the code that let them in."""
    visitor = Visitor(stack.url)
    visitor.send("/masuk/", login=name, password=PASSWORD)
    counters = list(yield_hotp_counters_from_time())
    code = format_hotp_value(hotp_value(SECRET, counters[len(counters) // 2]))
    visitor.send("/masuk/pengaman/", code=code)
    return visitor, code


def approve_all(stack):
    """The head makes a PIN, mistypes it once, and approves what waits."""
    head, _ = sign_in_with_second_factor(stack, "kepala")
    head.send(f"{QUEUE}pin/", pin=PIN, again=PIN)
    through = re.search(r'name="through" value="(\d+)"', head.open(QUEUE).text)[1]
    for pin in (WRONG_PIN, PIN):
        answer = head.send(QUEUE, pin=pin, through=through, place="", semua="1")
    assert "disetujui dan sedang dibuat" in answer.text, answer.text[:2000]


def look_around_the_office(stack):
    """Sign in with the second factor and open every list, searching for the person."""
    Visitor(stack.url).send("/masuk/", login="petugas", password="wrong-password-of-rahasia")
    officer, code = sign_in_with_second_factor(stack, "petugas")
    for path in OFFICE:
        answer = officer.open(path.format(name="Sinta+Melati", phone=TYPED))
        assert answer.status_code == 200 and "/masuk/" not in answer.url, path
    return officer, code


def do_wrong(stack):
    """Do what logs like to tell about: pages that aren't there, forms without a token, doors that are closed."""
    stranger = Visitor(stack.url)
    assert stranger.open(f"/tidak-ada/{PHONE}/Sinta-Melati/").status_code == 404
    assert stranger.open(f"/static/{PHONE}.css").status_code == 404
    assert (
        requests.post(f"{stack.url}/masuk/", data={"login": PHONE}, headers=stranger.session.headers).status_code == 403
    )
    assert stranger.open("/saya/", Host=f"{PHONE}.example").status_code == 400


def lines_of(stack):
    """Return every line of every log, by program."""
    logs = {path.stem: path.read_text() for path in (stack.var / "log").glob("*.log")}
    return {name: text.splitlines() for name, text in logs.items()}


def test_no_log_holds_anything_of_anybody_after_a_whole_journey(stack, sms):
    learner = Visitor(stack.url)
    codes = [sign_up(learner, sms)]
    take_quiz(learner)
    certificate = get_certificate(learner, stack, sms)
    officer, code = look_around_the_office(stack)
    do_wrong(stack)
    sessions = [cookie.value for visitor in (learner, officer) for cookie in visitor.session.cookies]
    stack.stop()
    logs = lines_of(stack)
    told = "\n".join(line for lines in logs.values() for line in lines)
    personal = ["Sinta", "Melati", "Wulandari", "Wangi", "Ratna", "Hasan", "Dewi "]
    personal += ["81298765432", "9876-5432", "89900000", "203.0.113", EMAIL, "rahasia", certificate[4:]]
    personal += [*SECRETS.values(), SECRET, PASSWORD, PASSPHRASE, *sessions]
    assert [one for one in personal if one.lower() in told.lower()] == []
    assert not re.search(rf"(?<![\w.-])({'|'.join([*codes, code, PIN, WRONG_PIN])})(?![\w.-])", told)
    check_form(logs)


def check_form(logs):
    """Every line of web and worker is one JSON object, and one request is found again in the task that it rang.

    Celery greets and takes leave in plain words, whatever the logging says.
    """
    spoken = [line for line in logs["worker"] if line.startswith("{")]
    lines = {"web": [json.loads(line) for line in logs["web"]], "worker": [json.loads(line) for line in spoken]}
    requests_told = [line for line in lines["web"] if line["logger"] == "operating.request_log"]
    assert {"/masuk/kode/", "/periksa/<code>/", "/studio/pesan-keluar/"} <= {line["path"] for line in requests_told}
    assert any(line.get("user") for line in requests_told)
    rung = next(line for line in requests_told if (line["method"], line["path"]) == ("POST", "/daftar/"))
    sent = [line for line in lines["worker"] if line.get("request_id") == rung["request_id"]]
    assert {"messaging.send"} == {line["task"] for line in sent}
    assert all(uuid.UUID(line["task_id"]) for line in sent)
