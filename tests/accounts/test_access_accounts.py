"""Every address of the room for every member of the cast: who gets in, who is sent to sign in, who is refused."""

import pytest
from django.test import Client
from django.urls import URLPattern

from accounts import urls
from accounts.models import DataRequest

STRANGER = "stranger"
EVERYBODY = ["ratna", "hasan", "dewi", "petugas", "kepala", "admin"]
STAFF = ["dewi", "petugas", "kepala", "admin"]
OFFICE = ["petugas", "admin"]
TO_SIGN_IN = "/masuk/?next="

# Address: what a stranger gets. Signed in, everybody gets a page or is led on.
OPEN = ["/privasi/", "/masuk/lupa/", "/masuk/ditutup/"]
ONLY_STRANGERS = ["/masuk/", "/masuk/nomor/", "/daftar/"]
OWN = [
    "/persetujuan/",
    "/saya/data/",
    "/saya/data/ubah/",
    "/saya/data/unduh/",
    "/saya/data/tarik/learning/",
    "/saya/data/hapus/",
    "/akun/nomor/",
    "/akun/kata-sandi/",
    "/akun/pengaman/",
    "/akun/pengaman/kunci/",
]
# Led on: to the step before, to the second password, or because there is nothing to show yet.
LEADS_ON = {
    "/masuk/kode/": {STRANGER: "/masuk/nomor/"},
    "/masuk/pengaman/": {STRANGER: "/masuk/"},
    "/keluar/": {STRANGER: "/"},
    "/akun/": "/saya/data/",
    "/akun/email/": "/saya/data/",
    "/akun/email/periksa/": "/saya/data/",
    "/akun/nomor/kode/": {STRANGER: "/masuk/", "ratna": "/akun/nomor/"},
    "/akun/kata-sandi/baru/": {STRANGER: TO_SIGN_IN, "ratna": "/akun/kata-sandi/"},
    "/akun/ulang/": {STRANGER: TO_SIGN_IN},
    "/akun/pengaman/ulang/": {STRANGER: TO_SIGN_IN, "ratna": "/akun/ulang/"},
    "/akun/pengaman/kunci/ulang/": {STRANGER: TO_SIGN_IN, "ratna": "/akun/ulang/"},
    "/akun/pengaman/aplikasi/": {STRANGER: "/masuk/?next=", "ratna": "/akun/ulang/?next="},
    "/akun/pengaman/kunci/tambah/": {STRANGER: "/masuk/?next=", "ratna": "/akun/ulang/?next="},
    "/akun/pengaman/kode-cadangan/baru/": {STRANGER: "/masuk/?next=", "ratna": "/akun/ulang/?next="},
    "/akun/pengaman/kunci/1/hapus/": {STRANGER: "/masuk/?next=", "ratna": "/akun/ulang/?next="},
    "/akun/pengaman/kunci/1/ubah/": {STRANGER: "/masuk/?next=", "ratna": "/akun/ulang/?next="},
    "/akun/pengaman/aplikasi/lepas/": {STRANGER: TO_SIGN_IN},
    "/akun/pengaman/kode-cadangan/": {STRANGER: TO_SIGN_IN},
    "/akun/pengaman/kode-cadangan/unduh/": {STRANGER: TO_SIGN_IN},
    "/studio/login/": "/masuk/",
    "/studio/password_reset/": {STRANGER: "/masuk/", "admin": "/masuk/"},
    "/studio/password_reset/done/": {STRANGER: "/masuk/", "admin": "/masuk/"},
    "/_util/login/": "/masuk/",
}
POST_ONLY = ["/saya/data/setuju/learning/", "/saya/data/permintaan/1/batal/"]
STUDIO = {
    "/studio/account/": STAFF,
    "/studio/permintaan-data/": ["petugas", "kepala", "admin"],
    "/studio/permintaan-data/edit/1/": OFFICE,
    "/studio/users/": ["admin"],
    "/studio/users/new/": ["admin"],
    "/studio/groups/": ["admin"],
}


@pytest.fixture
def browser(cast):
    """Return a function that opens an address as a member of the cast."""
    DataRequest.objects.create(pk=1, person=cast.ratna, kind="delete")

    def open_as(member, address, method="get"):
        client = Client()
        if member != STRANGER:
            client.force_login(getattr(cast, member))
        return getattr(client, method)(address)

    return open_as


def test_table_holds_every_address_of_the_room():
    def walk(patterns, before=""):
        for pattern in patterns:
            route = before + str(pattern.pattern)
            if isinstance(pattern, URLPattern):
                yield "/" + route
            else:
                yield from walk(pattern.url_patterns, route)

    fill = {"<int:pk>": "1", "<slug:kind>": "learning", "<path:rest>": "done/"}
    known = {*OPEN, *ONLY_STRANGERS, *OWN, *LEADS_ON, *POST_ONLY, *STUDIO}
    for route in walk(urls.urlpatterns):
        for name, value in fill.items():
            route = route.replace(name, value)
        assert route in known, route


@pytest.mark.parametrize("address", OPEN)
@pytest.mark.parametrize("member", [STRANGER, *EVERYBODY])
def test_open_to_all(browser, member, address):
    assert browser(member, address).status_code == 200


@pytest.mark.parametrize("address", ONLY_STRANGERS)
def test_entrance_is_for_strangers(browser, address):
    assert browser(STRANGER, address).status_code == 200
    assert browser("ratna", address).headers["Location"] == "/saya/"
    assert browser("dewi", address).headers["Location"] == "/studio/"


@pytest.mark.parametrize("address", OWN)
def test_own_pages_need_an_account(browser, address):
    assert browser(STRANGER, address).headers["Location"].startswith(TO_SIGN_IN)
    for member in EVERYBODY:
        expected = 302 if address == "/persetujuan/" else 200  # who agreed is led on
        assert browser(member, address).status_code == expected


@pytest.mark.parametrize("address", LEADS_ON)
def test_steps_lead_on(browser, address):
    expected = LEADS_ON[address]
    if isinstance(expected, str):
        expected = dict.fromkeys([STRANGER, "ratna", "admin"], expected)
    for member, location in expected.items():
        response = browser(member, address)
        assert response.status_code == 302 and response.headers["Location"].startswith(location), member


@pytest.mark.parametrize("address", POST_ONLY)
def test_acts_are_sent_only(browser, address):
    for method in ("get", "post"):
        assert browser(STRANGER, address, method).headers["Location"].startswith(TO_SIGN_IN)
    assert browser("ratna", address).status_code == 405
    assert browser("ratna", address, "post").headers["Location"] == "/saya/data/"


@pytest.mark.parametrize("address", STUDIO)
@pytest.mark.parametrize("member", [STRANGER, *EVERYBODY])
def test_studio_by_role(browser, member, address):
    response = browser(member, address)
    if member in STUDIO[address]:
        assert response.status_code == 200
    elif member == STRANGER:
        assert response.headers["Location"].startswith(TO_SIGN_IN)
    elif member in STAFF:
        assert response.headers["Location"] == "/studio/"
    else:
        assert response.status_code == 403
