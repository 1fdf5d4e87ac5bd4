"""A download that the browser goes on with when the site is closed; where it can't or won't, the page does it."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.conftest import FLAGS, PHONE
from tests.journeys.keeping import LESSON, ask_to_keep, kept_pieces, offer_instead, open_at_once, put_big_video, rows
from tests.journeys.playing import wait_for_video
from tests.journeys.stack import wait_until
from tests.journeys.watching import run_in_page
from tests.programs import find_chromium

TITLE = "Mengapa kemasan menentukan"
BIG_BYTES = 4_000_000
DOOR = "Teruskan di latar belakang"
HAS_NONE = "delete window.BackgroundFetchManager"
REFUSES = "BackgroundFetchManager.prototype.fetch = () => Promise.reject(new Error('refused'))"


@pytest.fixture
def pocket(browser, stack, tmp_path):
    """A browser with a profile of its own: those without keep no downloads."""
    context = browser.browser_type.launch_persistent_context(
        str(tmp_path / "phone"), executable_path=find_chromium(), args=FLAGS, base_url=stack.url, **PHONE
    )
    context.set_default_timeout(20_000)
    yield context
    context.close()


def leave_to_the_browser(context: BrowserContext) -> None:
    """Take Playwright's hand off downloads, which would hold these back, too."""
    session = context.new_cdp_session(context.pages[0])
    session.send("Browser.setDownloadBehavior", {"behavior": "default"})


def begin_without_a_signal(page: Page, var) -> dict:
    """Ask for a lesson with a big video; nothing of it comes yet."""
    choice = put_big_video(var, BIG_BYTES)
    page.goto(LESSON)
    wait_for_video(page)
    offer_instead(page, choice)
    ask_to_keep(page, LESSON)
    expect(page.locator("#ask label", has_text="Hemat")).to_be_visible()  # its sizes have come
    page.context.set_offline(True)
    page.locator("#ask label", has_text="Hemat").click()
    page.get_by_role("button", name="Simpan, ").click()
    expect(page.get_by_text("menunggu sinyal")).to_be_visible()
    return choice


def test_browser_brings_the_rest_when_the_site_is_closed(pocket, stack):
    page = pocket.pages[0]
    leave_to_the_browser(pocket)
    choice = begin_without_a_signal(page, stack.var)
    page.get_by_role("button", name=DOOR).click()
    page.context.set_offline(False)
    wait_until(lambda: handed_over(page), what="the browser to have taken over")
    page.goto("about:blank")
    page.goto("/bantuan/")
    wait_until(lambda: not rows(page, "jobs"), what="the browser to have brought it")
    assert kept_pieces(page, choice["url"]) == choice["pieces"]
    page.context.set_offline(True)
    open_at_once(page, LESSON, TITLE)


def handed_over(page: Page) -> bool:
    """Say whether no download is the page's own any more."""
    return all(job["state"] == "background" for job in rows(page, "jobs"))


def test_browser_without_it_offers_nothing(pocket, stack):
    pocket.add_init_script(HAS_NONE)
    page = pocket.pages[0]
    begin_without_a_signal(page, stack.var)
    expect(page.get_by_role("button", name="Jeda")).to_be_visible()
    expect(page.get_by_role("button", name=DOOR)).to_have_count(0)


def test_what_the_browser_forgot_is_fetched_by_the_page(pocket, stack):
    page = pocket.pages[0]
    choice = begin_without_a_signal(page, stack.var)
    run_in_page(page, "phone.saving.setAll(['waiting'], 'background').then(() => 1)", isolated=False)
    page.context.set_offline(False)
    page.goto("/tersimpan/")
    expect(page.get_by_role("button", name="Hapus semua dari HP")).to_be_visible(timeout=60_000)
    assert kept_pieces(page, choice["url"]) == choice["pieces"]


def test_page_goes_on_itself_where_the_browser_refuses(pocket, stack):
    pocket.add_init_script(REFUSES)
    page = pocket.pages[0]
    choice = begin_without_a_signal(page, stack.var)
    page.get_by_role("button", name=DOOR).click()
    page.context.set_offline(False)
    expect(page.get_by_role("button", name="Hapus semua dari HP")).to_be_visible(timeout=60_000)
    assert kept_pieces(page, choice["url"]) == choice["pieces"]
