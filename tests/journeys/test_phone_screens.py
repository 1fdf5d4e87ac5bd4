"""Every screen of ours on a phone: nothing in anybody's way, nothing wider than the screen, nothing in English."""

import re

import pytest
from playwright.sync_api import Page

from tests.access_table import TABLE
from tests.journeys.accessibility import barriers
from tests.journeys.conftest import PHONE
from tests.journeys.signing_in import come_in
from tests.journeys.untranslated import untranslated
from tests.journeys.watching import run_in_page

# Files, answers for programs, and steps that only lead on.
NO_SCREEN = re.compile(
    "^/(studio|sehat|_util|dokumen|berkas|kirim|demo/video|akun/$|akun/email|keluar|sinkron|manifest|sw.js)"
    "|unduh/|hapus/$|kode/$|^/[.]well-known"
)
ADDRESSES = [
    (route, who)
    for who, routes in TABLE
    for route in routes.split()
    if "<" not in route and not NO_SCREEN.search(route)
]
FOR_STRANGERS = [route for route, who in ADDRESSES if "stranger" in who]
FOR_LEARNERS = [route for route, who in ADDRESSES if "ratna" in who and "stranger" not in who]
COURSE = ["/kursus/kemasan/", "/kursus/kemasan/modul-1/mengapa-kemasan-menentukan/", "/kursus/kemasan/modul-1/kuis/"]
LEARNING = ["/belajar/kemasan/ikut/", "/belajar/kemasan/tes-awal/", "/belajar/kemasan/tes-akhir/", *COURSE]
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def check_screen(page: Page, path: str) -> None:
    """Open a screen and hold it to all three."""
    page.goto(path)
    assert barriers(page) == []
    assert run_in_page(page, TOO_WIDE) is False
    assert untranslated(page) == []


@pytest.mark.parametrize("path", [*FOR_STRANGERS, *COURSE, "/tidak-ada/", "/periksa/KTM-0000-0000-0000/"])
def test_screen_of_a_stranger(new_context, path):
    context, watch = new_context(**PHONE)
    watch.expect_statuses(404, 401)  # `/lapangan/` asks for what only an officer gets, and says so in words
    check_screen(context.new_page(), path)


@pytest.mark.parametrize("path", [*FOR_LEARNERS, *LEARNING])
def test_screen_of_a_learner(phone, stack, path):
    come_in(phone, stack, "ratna")
    check_screen(phone, path)
