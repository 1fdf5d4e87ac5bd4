"""What a person does with a video: start it, watch a little, jump."""

from playwright.sync_api import Page, expect

from bench.harness import wait_until
from tests.journeys.watching import run_in_page

VIDEO = "document.querySelector('video')"
READY_SECONDS = 90


def wait_for_video(page: Page) -> None:
    """Open the page again until the worker has made something to play."""

    def has_video() -> bool:
        page.reload()
        return page.locator("video:visible").count() > 0

    wait_until(has_video, what="the video to be ready", seconds=READY_SECONDS)


def play(page: Page) -> None:
    """Start the video by its own controls (their place differs by browser, so by key); it plays a moment later."""
    expect(page.locator("video")).to_have_attribute("preload", "none")
    page.locator("video").press("Space")
    wait_until(lambda: run_in_page(page, f"{VIDEO}.currentTime") > 0.2, what="the video to play", seconds=20)


def seek(page: Page, seconds: float) -> None:
    """Jump to a moment not loaded yet, and see the picture of that moment."""
    run_in_page(page, f"{VIDEO}.currentTime = {seconds}; null")
    there = f"!{VIDEO}.seeking && {VIDEO}.readyState >= 2 && {VIDEO}.currentTime >= {seconds}"
    wait_until(lambda: run_in_page(page, there), what="the video to jump", seconds=20)
