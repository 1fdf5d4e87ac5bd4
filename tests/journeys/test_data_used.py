"""Data is money: what the site used is counted on the phone, and the learner says how heavy videos begin."""

import re

import pytest
from playwright.sync_api import Page, expect

from bench.harness import wait_until
from tests.journeys.accessibility import barriers
from tests.journeys.dead_zone import sign_in_on
from tests.journeys.keeping import LESSON, ask_to_keep, fact, keep, offer_instead, put_big_video, ready_worker
from tests.journeys.pressing import press
from tests.journeys.watching import run_in_page

BIG_BYTES = 4_000_000
SAVES_DATA = "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })"


@pytest.fixture
def phone(new_phone) -> Page:
    """One phone on the line."""
    return new_phone()


def used(page: Page) -> int:
    """Return the bytes that the phone has counted this month."""
    return int((fact(page, "usage") or {"bytes": 0})["bytes"])


def test_counter_shows_what_came_over_the_line_and_about_what_it_cost(phone, line, stack):
    sign_in_on(phone, "hasan")
    phone.goto("/saya/")
    ready_worker(phone)
    offer_instead(phone, put_big_video(stack.var, BIG_BYTES))
    keep(phone, LESSON)
    wait_until(lambda: used(phone) > line.bytes_down * 0.93, what="the counter to have it all", seconds=10)
    assert used(phone) < line.bytes_down * 1.05
    expect(phone.locator("#kuota")).to_contain_text(re.compile(r"4,\d MB, sekitar Rp[45]\d"))
    assert barriers(phone) == []
    phone.goto("/saya/")
    press(phone.get_by_role("button", name="Keluar"))
    assert used(phone) < BIG_BYTES / 10


def test_page_and_file_that_the_worker_brings_are_counted_once(phone, line):
    phone.goto("/bantuan/")
    ready_worker(phone)
    for path in ("/kursus/", LESSON, "/kursus/", LESSON):
        phone.goto(path)
    # Headers are only estimated.
    wait_until(lambda: used(phone) > line.bytes_down * 0.75, what="everything to be counted", seconds=10)
    assert used(phone) < line.bytes_down * 1.15


def test_own_choice_is_what_player_and_saving_begin_with(phone):
    phone.goto("/tersimpan/")
    phone.locator("#kuota label", has_text="Suara saja").click()
    phone.goto(LESSON)
    expect(phone.locator(".film .pick [aria-current]")).to_contain_text("Suara")
    ask_to_keep(phone, LESSON)
    expect(phone.locator("#ask input:checked")).to_have_value("audio")
    phone.locator("#kuota label", has_text="Otomatis").click()
    assert run_in_page(phone, "localStorage.mutu === undefined")


def test_save_data_begins_with_the_least(new_phone):
    page = new_phone(extra_http_headers={"Save-Data": "on"})
    page.context.add_init_script(SAVES_DATA)
    page.goto(LESSON)
    expect(page.locator(".film .pick [aria-current]")).to_contain_text("Hemat")
    ask_to_keep(page, LESSON)
    expect(page.locator("#ask input:checked")).to_have_value("hemat")
