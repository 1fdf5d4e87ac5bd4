"""Which file a phone gets, and what its buttons say, in a lesson whose full plan has been encoded."""

import re

import pytest
from playwright.sync_api import Page, expect

from bench.harness import wait_until
from tests.journeys.conftest import PHONE
from tests.journeys.playing import VIDEO, play
from tests.journeys.watching import run_in_page

LESSON_PATH = "/kursus/kemasan/modul-1/mengapa-kemasan-menentukan/"
PLANNED_SECONDS = 240
# What a browser answers hangs on how it played before, here also on how busy the machine was.
KEEPS_UP = "navigator.mediaCapabilities.decodingInfo = async () => ({supported: true, smooth: true})"
STUTTERS = "navigator.mediaCapabilities.decodingInfo = async () => ({supported: true, smooth: false})"
SLOW_LINE = "Object.defineProperty(navigator, 'connection', {value: {effectiveType: '2g'}})"
FIRST_TYPE = f"{VIDEO}.querySelector('source').type"


@pytest.fixture
def open_lesson(new_context, stack):
    """Return a function that opens the lesson on a new phone, once all its files are there."""

    def open_it(script: str = "") -> Page:
        context = new_context(**PHONE)[0]
        if script:
            context.add_init_script(script)
        page: Page = context.new_page()
        page.goto(LESSON_PATH)

        def is_complete() -> bool:
            page.reload()
            return page.locator(".film[data-versi='2']").count() > 0

        wait_until(is_complete, what="the full plan", seconds=PLANNED_SECONDS)
        return page

    return open_it


def sizes(page: Page) -> list[str]:
    """Return what the buttons say."""
    return page.locator(".pick small").all_inner_texts()


def files(page: Page, place: str) -> list[str]:
    """Return the sizes of the first or the last file of each choice, as the server wrote them."""
    all_of = "[...document.querySelectorAll('.pick template')].map(one => one.content"
    return list(run_in_page(page, f"{all_of}.{place}ElementChild.dataset.ukuran)"))


def test_usual_phone_gets_av1_and_its_size(open_lesson):
    page = open_lesson(KEEPS_UP)
    assert sizes(page) == files(page, "first")
    assert "av01" in run_in_page(page, FIRST_TYPE)
    play(page)
    assert run_in_page(page, f"{VIDEO}.currentSrc.endsWith({VIDEO}.querySelector('source').getAttribute('src'))")


def test_phone_that_stutters_gets_h264_and_its_size(open_lesson):
    page = open_lesson(STUTTERS)
    pictures = page.locator(".pick a").filter(has_not_text="Suara")
    wait_until(lambda: "avc1" in run_in_page(page, FIRST_TYPE), what="the other order", seconds=10)
    orders = "[...document.querySelectorAll('.pick template')].slice(1).map(one => one.content.firstElementChild.type)"
    assert all("avc1" in one for one in run_in_page(page, orders))
    assert sizes(page) == files(page, "first")
    assert "no" in run_in_page(page, "Object.values(localStorage)")
    play(page)
    expect(pictures.first).to_be_visible()


def test_slow_line_begins_with_the_data_saver_and_a_choice_is_remembered(open_lesson):
    page = open_lesson(SLOW_LINE)
    chosen = page.locator(".pick [aria-current]")
    expect(chosen).to_have_text(re.compile("^Hemat"))
    play(page)
    before = run_in_page(page, f"{VIDEO}.currentTime")
    page.locator(".pick a", has_text="Suara saja").click()
    wait_until(lambda: run_in_page(page, f"{VIDEO}.currentTime") > before, what="the sound to go on", seconds=20)
    assert ".m4a" in run_in_page(page, f"{VIDEO}.currentSrc")
    assert run_in_page(page, f"{VIDEO}.poster") != ""
    page.reload()
    expect(chosen).to_have_text(re.compile("^Suara saja"))
