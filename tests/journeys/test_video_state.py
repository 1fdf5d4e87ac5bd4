"""An instructor watches a video become ready, plays each of its files, and is not interrupted by a better version."""

import json

import pytest
from playwright.sync_api import Page, Route, expect

from bench.harness import wait_until
from tests.journeys.authoring import READY_SECONDS, check_screen
from tests.journeys.conftest import DESK
from tests.journeys.playing import VIDEO, play
from tests.journeys.pressing import press
from tests.journeys.signing_in import come_in
from tests.journeys.watching import run_in_page

TITLE = "Dua bungkus keripik"


@pytest.fixture
def screen(new_context, stack) -> Page:
    """The screen of a video whose owner has just opened it, ready or not."""
    page: Page = new_context(**DESK)[0].new_page()
    come_in(page, stack, "dewi")
    page.goto("/studio/video/")
    press(page.get_by_role("link", name=TITLE))
    return page


def files(page: Page) -> list[str]:
    """Return the names of the files that can be played, as their choices say them."""
    return [label.inner_text() for label in page.locator("#video-files label").all()]


def now(page: Page) -> float:
    """Return the moment at which the video stands."""
    return float(run_in_page(page, f"{VIDEO}.currentTime"))


def test_state_renews_itself_and_each_file_plays(screen):
    expect(screen.locator("#video-stage")).to_have_text("Siap.", timeout=READY_SECONDS * 1000)
    check_screen(screen, ours="main")
    play(screen)
    assert len(files(screen)) >= 4
    for number in range(len(files(screen))):
        screen.locator("#video-files label").nth(number).click()
        run_in_page(screen, f"{VIDEO}.currentTime = 0; {VIDEO}.play(); null")
        wait_until(lambda: now(screen) > 0.2, what=f"{files(screen)[number]} to play", seconds=20)
        assert run_in_page(screen, f"{VIDEO}.error") is None


def test_better_version_does_not_interrupt_what_plays(screen):
    expect(screen.locator("#video-stage")).to_have_text("Siap.", timeout=READY_SECONDS * 1000)
    key = screen.locator("#video-files input:checked").get_attribute("value") or ""

    def unfinished(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace(" data-final", ""))

    def replaced(route: Route) -> None:
        answer = route.fetch()
        found = answer.json()
        found["preview"] = found["preview"].replace(key, f"x{key}").replace(" checked", "")
        route.fulfill(response=answer, body=json.dumps(found))

    screen.route(lambda url: url.endswith("/keadaan/") or "/keadaan/?" in url, replaced)
    screen.route(screen.url, unfinished)
    screen.reload()
    play(screen)
    expect(screen.get_by_text("Versi yang lebih baik sudah ada.")).to_be_visible()
    assert key in run_in_page(screen, f"{VIDEO}.currentSrc")
    before = now(screen)
    wait_until(lambda: now(screen) > before, what="the video to play on", seconds=20)
    expect(screen.locator("#video-files input:checked")).to_have_count(0)
