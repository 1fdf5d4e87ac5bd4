"""Installing from the browser, and what browsers inside other programs are offered instead of saving."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import ANDROID, FLAGS, PHONE
from tests.journeys.keeping import LESSON, ready_worker
from tests.journeys.watching import run_in_page
from tests.programs import find_chromium

INSIDE = [f"{ANDROID} WhatsApp/2.24", f"{ANDROID} [FB_IAB/FB4A;FBAV/440.0;]"]
OFFER = "window.dispatchEvent(new Event('beforeinstallprompt', { cancelable: true })); null"


@pytest.mark.parametrize("agent", INSIDE)
def test_browser_inside_another_program_is_sent_to_chrome(new_context, agent):
    page = new_context(**{**PHONE, "user_agent": agent})[0].new_page()
    page.goto(LESSON)
    door = page.get_by_role("link", name="Buka di Chrome untuk menyimpan")
    assert (door.get_attribute("href") or "").startswith("intent://")
    page.mouse.click(1, 1)
    assert run_in_page(page, "navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0


def test_browser_finds_the_site_installable(browser, stack, tmp_path):
    context = browser.browser_type.launch_persistent_context(
        str(tmp_path / "phone"), executable_path=find_chromium(), args=FLAGS, base_url=stack.url, **PHONE
    )
    page = context.new_page()
    page.goto("/bantuan/")
    ready_worker(page)
    page.goto("/bantuan/")
    session = context.new_cdp_session(page)
    assert session.send("Page.getAppManifest")["errors"] == []
    assert session.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
    context.close()


def test_installing_is_offered_once_after_the_first_lesson_is_done(phone):
    phone.goto("/bantuan/")
    run_in_page(phone, OFFER, isolated=False)
    expect(phone.get_by_role("button", name="Pasang di HP")).to_have_count(0)
    run_in_page(phone, "localStorage.pasang = 'tawarkan'")
    run_in_page(phone, OFFER, isolated=False)
    expect(phone.get_by_role("button", name="Pasang di HP")).to_be_visible()
    phone.get_by_role("button", name="Nanti saja").click()
    run_in_page(phone, OFFER, isolated=False)
    expect(phone.get_by_role("button", name="Pasang di HP")).to_have_count(0)
