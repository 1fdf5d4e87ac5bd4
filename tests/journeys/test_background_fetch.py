"""A download that the browser goes on with when the site is closed; where it can't or won't, the page does it."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from bench.harness import wait_until
from tests.journeys.keeping import (
    LESSON,
    ask_to_keep,
    kept_pieces,
    offer_instead,
    open_at_once,
    put_big_video,
    ready_worker,
    rows,
)
from tests.journeys.watching import run_in_page

TITLE = "Mengapa kemasan menentukan"
BIG_BYTES = 4_000_000
DOOR = "Teruskan di latar belakang"
HAS_NONE = "delete window.BackgroundFetchManager"
OTHER = """{ lesson: 999999, title: "Lain", state: "background", fetch: "unduh lain", order: 1,
  ready: { row: { needs: [["/berkas/lain", 1]] }, missed: [] } }"""
NO_WORKER = "ServiceWorkerContainer.prototype.register = () => Promise.reject(new Error('no signal'))"
REFUSES = "BackgroundFetchManager.prototype.fetch = () => Promise.reject(new Error('refused'))"


@pytest.fixture
def context(pocket) -> BrowserContext:
    """A browser with a profile of its own: those without keep no downloads."""
    return pocket().context


def leave_to_the_browser(context: BrowserContext) -> None:
    """Take Playwright's hand off downloads, which would hold these back, too."""
    session = context.new_cdp_session(context.pages[0])
    session.send("Browser.setDownloadBehavior", {"behavior": "default"})


def begin_without_a_signal(page: Page, var, *, has_worker: bool = True) -> dict:
    """Ask for a lesson with a big video; nothing of it comes yet, except the worker."""
    choice = put_big_video(var, BIG_BYTES)
    offer_instead(page, choice)
    ask_to_keep(page, LESSON)
    expect(page.locator("#ask label", has_text="Hemat")).to_be_visible()  # its sizes have come
    if has_worker:
        ready_worker(page)
    page.context.set_offline(True)
    page.locator("#ask label", has_text="Hemat").click()
    page.get_by_role("button", name="Simpan, ").click()
    expect(page.get_by_text("menunggu sinyal")).to_be_visible()
    return choice


def hand_over(context: BrowserContext, var, *, beside: str = "") -> dict:
    """Begin to keep a lesson and let the browser go on with it; return the choice of its video. `beside`: another."""
    leave_to_the_browser(context)
    page = context.pages[0]
    choice = begin_without_a_signal(page, var)
    if beside:
        put_job(page, beside)
    page.get_by_role("button", name=DOOR).click()
    page.context.set_offline(False)
    wait_until(lambda: not waiting(page), what="the browser to have taken over")
    return choice


def put_job(page: Page, job: str) -> None:
    """Note a download, written as JavaScript, beside what the page has."""
    run_in_page(page, f"phone.put('jobs', {job}).then(() => 1)", isolated=False)


def waiting(page: Page) -> list[dict]:
    """Return the downloads that are the page's own."""
    return [job for job in rows(page, "jobs") if job["state"] != "background"]


def test_browser_brings_the_rest_when_the_site_is_closed(context, line, stack):
    page = context.pages[0]
    choice = hand_over(context, stack.var)
    page.goto("about:blank")
    page.goto("/bantuan/")
    wait_until(lambda: not rows(page, "jobs"), what="the browser to have brought it")
    assert kept_pieces(page, choice["url"]) == choice["pieces"]
    # The browser asks once for the whole, a page for each piece.
    assert (line.asked.count(f"GET {choice['url']}"), line.begun) == (1, [])
    page.context.set_offline(True)
    open_at_once(page, LESSON, TITLE)


def test_end_of_one_download_says_nothing_about_another(context, stack):
    page = context.pages[0]
    hand_over(context, stack.var, beside=OTHER)
    page.goto("/bantuan/")
    wait_until(lambda: len(rows(page, "jobs")) == 1, what="the browser to have brought its own")
    assert [job["state"] for job in rows(page, "jobs")] == ["background"]


def test_browser_without_it_offers_nothing(context, stack):
    context.add_init_script(HAS_NONE)
    page = context.pages[0]
    begin_without_a_signal(page, stack.var)
    expect(page.get_by_role("button", name="Jeda")).to_be_visible()
    expect(page.get_by_role("button", name=DOOR)).to_have_count(0)


def test_what_the_browser_forgot_is_fetched_by_the_page(context, stack):
    page = context.pages[0]
    choice = begin_without_a_signal(page, stack.var)
    run_in_page(page, "phone.saving.setAll(['waiting'], 'background').then(() => 1)", isolated=False)
    page.context.set_offline(False)
    page.goto("/tersimpan/")
    expect(page.get_by_role("button", name="Hapus semua dari HP")).to_be_visible(timeout=60_000)
    assert kept_pieces(page, choice["url"]) == choice["pieces"]


def test_page_goes_on_itself_where_the_browser_refuses(context, stack):
    context.add_init_script(REFUSES)
    page = context.pages[0]
    choice = begin_without_a_signal(page, stack.var)
    page.get_by_role("button", name=DOOR).click()
    page.context.set_offline(False)
    expect(page.get_by_role("button", name="Hapus semua dari HP")).to_be_visible(timeout=60_000)
    assert kept_pieces(page, choice["url"]) == choice["pieces"]


def test_page_goes_on_itself_where_the_worker_never_came(context, stack):
    context.add_init_script(NO_WORKER)
    page = context.pages[0]
    choice = begin_without_a_signal(page, stack.var, has_worker=False)
    page.get_by_role("button", name=DOOR).click()
    page.context.set_offline(False)
    expect(page.get_by_role("button", name="Hapus semua dari HP")).to_be_visible(timeout=60_000)
    assert kept_pieces(page, choice["url"]) == choice["pieces"]


def test_refusal_takes_back_only_what_was_handed_over(context, stack):
    context.add_init_script(REFUSES)
    page = context.pages[0]
    begin_without_a_signal(page, stack.var)
    put_job(page, OTHER)
    page.get_by_role("button", name=DOOR).click()
    page.context.set_offline(False)
    wait_until(lambda: rows(page, "lessons"), what="the page to have brought its own")
    assert [job["state"] for job in rows(page, "jobs")] == ["background"]
