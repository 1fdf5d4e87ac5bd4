"""What an instructor and an officer do in the studio: write, upload, submit, publish."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from bench.harness import wait_until
from tests.journeys.accessibility import barriers
from tests.journeys.playing import READY_SECONDS
from tests.journeys.untranslated import untranslated

UPLOAD_MS = 60_000
EDITOR = ".public-DraftEditor-content"


def check_screen(page: Page, *, ours: str = "") -> None:
    """Hold a screen of the studio to what holds there: no English; nothing in the way in `ours`, the part we added."""
    assert untranslated(page) == [], page.url
    if ours:
        assert barriers(page, within=ours) == [], page.url


def add_block(page: Page, kind: str) -> None:
    """Add a block at the end of the lesson."""
    page.get_by_title("Sisipkan blok").last.click()
    page.get_by_role("option", name=kind, exact=True).click()


def begin_lesson(page: Page, *, course: str, module: str, title: str) -> None:
    """Go down from the courses to a module, begin a lesson there and give it its title."""
    page.goto("/studio/pages/")
    for step in (course, module):
        check_screen(page)
        page.get_by_role("link", name=f"Jelajahi subhalaman '{step}'").click()
    expect(page).to_have_title(re.compile(module))
    page.get_by_role("link", name="Tambah subhalaman").first.click()
    page.get_by_role("textbox", name="Judul").first.fill(title)
    check_screen(page)


def write_text(page: Page, text: str) -> None:
    """Add a text block and type into it."""
    add_block(page, "Teks")
    page.locator(EDITOR).last.click()
    page.keyboard.type(text)
    expect(page.locator(EDITOR).last).to_contain_text(text)


def upload_video(page: Page, clip: Path, title: str) -> None:
    """Add a video block and upload a clip for it on the spot."""
    add_block(page, "Video")
    page.get_by_role("button", name="Pilih video").click()
    page.get_by_role("tab", name="Unggah video").click()
    form = page.locator("form[data-chooser-modal-creation-form]")
    check_screen(page, ours="form[data-chooser-modal-creation-form]")
    form.get_by_label("Judul").fill(title)
    form.locator("[type=file]").set_input_files(clip)
    form.get_by_role("button", name="Unggah").click()
    expect(page.locator("[data-chooser-title]", has_text=title)).to_be_visible(timeout=UPLOAD_MS)


def choose_action(page: Page, name: str) -> None:
    """Press one of the actions in the editor's footer; those behind the arrow too."""
    button = page.locator("footer").get_by_role("button", name=re.compile(f"^{name}"))
    if not button.first.is_visible():
        page.locator("footer").get_by_role("button", name="Tindakan lain").click()
    button.first.click()


def wait_until_ready(page: Page, title: str) -> None:
    """Watch the video's own screen until the worker is done with it."""
    page.goto("/studio/video/")
    check_screen(page, ours="main")
    page.get_by_role("link", name=title).click()
    check_screen(page, ours="main")

    def is_ready() -> bool:
        page.reload()
        return page.locator("main").get_by_text("Siap.", exact=True).count() > 0

    wait_until(is_ready, what="the video to be ready", seconds=READY_SECONDS)
    check_screen(page, ours="main")


def approve_first_waiting(page: Page, title: str) -> None:
    """Find a lesson among those that wait for the officer, look at it, and approve it, which publishes it."""
    page.goto("/studio/")
    check_screen(page)
    page.locator("section", has_text="Menunggu tinjauan Anda").get_by_role("link", name=title).first.click()
    check_screen(page)
    choose_action(page, "Setujui dan terbitkan")
    row = page.locator("tr", has=page.get_by_role("link", name=title, exact=True))
    expect(row.get_by_role("link", name="Status halaman sekarang: terbit")).to_be_visible()
    check_screen(page)
