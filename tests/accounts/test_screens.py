"""Every page of the room is Indonesian, and clean under the strict policy: no inline script, style or handler."""

import re
from html.parser import HTMLParser

import pytest

from accounts.models import Consent
from core import first_style

ENGLISH = re.compile(
    r"\b(sign|log|login|password|please|enter|your|phone|code|submit|username|field|required|this|the|you|error|"
    r"security|key|keys|account|email|change|cancel|confirm|remove|must|with)\b",
    re.IGNORECASE,
)
SIGNED_OUT = ["/masuk/", "/daftar/", "/masuk/lupa/", "/masuk/ditutup/", "/privasi/"]
SIGNED_IN = [
    "/persetujuan/",
    "/saya/data/",
    "/saya/data/ubah/",
    "/saya/data/hapus/",
    "/saya/data/tarik/learning/",
    "/saya/data/tarik/news/",
    "/akun/nomor/",
    "/akun/kata-sandi/",
    "/akun/ulang/",
    "/akun/pengaman/",
    "/akun/pengaman/kunci/",
    "/keluar/",
]
AFTER_PASSWORD = ["/akun/pengaman/aplikasi/", "/akun/pengaman/kunci/tambah/"]
WITH_FACTOR = [
    "/akun/pengaman/",
    "/akun/pengaman/ulang/",
    "/akun/pengaman/aplikasi/lepas/",
    "/akun/pengaman/kode-cadangan/",
    "/akun/pengaman/kode-cadangan/baru/",
]


class Page(HTMLParser):
    """Collects what a person reads and what the policy forbids."""

    def __init__(self, html):
        super().__init__()
        self.words, self.faults, self._silent = [], [], 0
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag in {"script", "style"}:
            self._silent += 1
            if tag == "style" or not (values.get("src") or values.get("type") == "application/json"):
                self.faults.append(tag)
        self.faults += [name for name in values if name == "style" or name.startswith("on")]
        self.words += [values[name] for name in ("placeholder", "alt", "title", "aria-label") if values.get(name)]

    def handle_endtag(self, tag):
        self._silent -= tag in {"script", "style"}

    def handle_data(self, data):
        if not self._silent:
            self.words.append(data)


def check(response):
    """Fail where a page is not Indonesian or not clean."""
    assert response.status_code == 200
    html = response.content.decode()
    page = Page(html.replace(f"<style>{first_style.STYLE}</style>", ""))  # which the policy allows by its hash
    assert not page.faults
    assert '<html lang="id">' in html and "<h1>" in html
    text = " ".join(page.words).replace("Data Anda", "")
    assert not ENGLISH.findall(text.replace("passkey", "").replace("Google Authenticator", ""))
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("address", SIGNED_OUT)
def test_pages_for_strangers(client, places, address):
    check(client.get(address))


@pytest.mark.parametrize("address", ["/masuk/", "/daftar/"])
def test_pages_that_refuse(client, places, address):
    check(client.post(address, {"phone": "1", "is_minor": "on", "product": "x", "password1": "12345"}))
    check(client.post("/masuk/", {"login": "", "password": ""}))


@pytest.mark.parametrize("password", ["123", "password", "ratna contoh", "12345678"])
def test_pages_that_refuse_a_password(client, cast, password):
    client.force_login(cast.ratna)
    response = client.post("/akun/kata-sandi/", {"oldpassword": "demo-ikm-2026", "password1": password})
    check(response)
    assert 'class="error"' in response.content.decode()


def test_code_pages(client, codes, cast):
    check(client.post("/masuk/", {"phone": "089900000001"}, follow=True))
    check(client.post("/masuk/kode/", {"code": "000000"}))
    check(client.post("/masuk/kode/", {"code": ""}))
    check(client.post("/masuk/kode/", {"action": "resend"}, follow=True))
    client.post("/masuk/kode/", {"code": codes[-1]["code"]})
    check(client.post("/akun/nomor/", {"phone": "081234567890"}, follow=True))
    check(client.post("/akun/nomor/kode/", {"code": codes[-1]["code"]}, follow=True))


@pytest.mark.parametrize("address", SIGNED_IN)
@pytest.mark.parametrize("username", ["ratna", "dewi"])
def test_pages_for_people(client, cast, username, address):
    person = getattr(cast, username)
    person.is_minor = username == "ratna"
    person.save()
    Consent.objects.all().delete()  # what a page asks for is on it
    client.force_login(person)
    check(client.get(address))
    assert not Consent.objects.exists()


def test_pages_of_the_second_factor(client, cast):
    from tests.accounts.test_second_factor import forget_used_codes, set_up_app, sign_in

    sign_in(client, "dewi")
    client.post("/akun/ulang/", {"password": "demo-ikm-2026"})
    for address in AFTER_PASSWORD:
        check(client.get(address))
    check(client.post("/akun/pengaman/aplikasi/", {"code": "000000"}))
    set_up_app(client)
    for address in WITH_FACTOR:
        check(client.get(address))
    forget_used_codes()
    client.post("/keluar/")
    sign_in(client, "dewi")
    check(client.get("/masuk/pengaman/"))
    check(client.post("/masuk/pengaman/", {"code": "000000"}))


def test_recovery_codes_come_as_a_file(client, cast):
    from tests.accounts.test_second_factor import set_up_app, sign_in

    sign_in(client, "dewi")
    set_up_app(client)
    lines = client.get("/akun/pengaman/kode-cadangan/unduh/").content.decode().split()
    assert len(lines) == 10 and all(line.isdigit() for line in lines)
