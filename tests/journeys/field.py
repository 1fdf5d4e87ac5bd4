"""What an officer does at `/lapangan/`."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.dead_zone import camera_photo, sign_in_on

READY = re.compile("Siap dipakai tanpa sinyal")
VILLAGE = "64.08.10.2001"


def get_ready(page: Page, who: str = "petugas") -> None:
    """Sign in and open the page once with a signal."""
    sign_in_on(page, who)
    page.goto("/lapangan/")
    expect(page.locator("#siap")).to_have_text(READY)


def fill_in(page: Page, name: str, *, owner: str, phone: str = "", photo: bool = False) -> None:
    """Fill in the form, consent asked."""
    page.locator("#owner").fill(owner)
    page.locator("#phone").fill(phone)
    page.locator("#name").fill(name)
    page.locator("#village").select_option(VILLAGE)
    page.locator("#workers").fill("3")
    page.locator("[name=need]").first.check()
    page.locator("#agreed").check()
    if photo:
        page.locator("#foto").set_input_files([camera_photo()])
        page.locator("#photo_agreed").check()


def save(page: Page, name: str) -> None:
    """Save the form on the phone."""
    page.get_by_role("button", name="Simpan di HP").click()
    expect(page.locator("#kabar")).to_have_text(f"{name} tersimpan di HP.")


def write_down(page: Page, name: str, **what: object) -> None:
    """Write one business down."""
    fill_in(page, name, **what)  # type: ignore[arg-type]
    save(page, name)
