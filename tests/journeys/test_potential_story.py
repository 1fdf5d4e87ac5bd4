"""Story: an officer looks at map and gaps, names a leading business, and says why a kecamatan is of another tier."""

import os

from playwright.sync_api import Page, expect

from tests.journeys.accessibility import barriers
from tests.journeys.authoring import check_screen
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.pressing import press
from tests.journeys.sablon import COUNT, STRONG
from tests.journeys.signing_in import come_in
from tests.journeys.watching import run_in_page

PART = "main"
PICTURES = os.environ.get("POTENTIAL_PICTURES", "")
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def picture(page: Page, name: str) -> None:
    """Keep a picture where somebody asked for them."""
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


def see_map_and_gaps(page: Page) -> None:
    """Read the gap, follow the map with the keyboard alone, and open the list behind a cluster."""
    page.goto("/studio/")
    press(page.get_by_role("link", name="Potensi wilayah"))
    check_screen(page, ours=PART)
    picture(page, "potensi")
    expect(page.get_by_text(f"{COUNT} usaha sablon kain / kaus, belum ada yang lulus kursus")).to_be_visible()
    mark = page.get_by_role("link", name=f"Kaliorang: {COUNT} usaha")
    mark.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/studio/potensi/#64.08.10")
    press(page.get_by_role("link", name="Sablon kain / kaus di Kaliorang"))
    expect(page.get_by_role("link", name=STRONG, exact=True)).to_be_visible()


def name_a_leading_business(page: Page) -> None:
    """Keep to what the criteria propose, look at why, decide, find it again by the filter."""
    page.goto("/studio/usaha/?leading=proposed")
    page.goto(inspect_address(page))
    press(page.get_by_role("link", name="Putuskan unggulan"))
    check_screen(page, ours=PART)
    expect(page.get_by_text("6 tenaga kerja, memenuhi batas 5.")).to_be_visible()
    page.get_by_label("Unggulan", exact=True).check()
    page.locator("[name=reason]").fill("Memakai bahan dari desa sendiri")
    press(page.get_by_role("button", name="Simpan"))
    expect(page.get_by_text("Memakai bahan dari desa sendiri")).to_be_visible()
    check_screen(page)
    page.goto("/studio/usaha/?leading=yes")
    expect(page.get_by_role("link", name=STRONG, exact=True)).to_be_visible()


def inspect_address(page: Page) -> str:
    """Return where the first business of the list is shown in full."""
    edit = page.get_by_role("link", name=STRONG, exact=True).get_attribute("href") or ""
    return edit.replace("/edit/", "/inspect/")


def change_a_tier(page: Page) -> None:
    """A reason is asked for; the history keeps it."""
    press(page.get_by_role("link", name="Prioritas wilayah"))
    check_screen(page, ours=PART)
    picture(page, "prioritas")
    press(page.get_by_role("link", name="Ubah golongan Kaliorang"))
    page.get_by_label("A (didahulukan)").check()
    press(page.get_by_role("button", name="Simpan"))
    expect(page.get_by_text("Tulis alasannya.")).to_be_visible()
    check_screen(page, ours=PART)
    page.locator("[name=reason]").fill("Jembatan putus")
    press(page.get_by_role("button", name="Simpan"))
    expect(page.get_by_text("Golongan Kaliorang menjadi A")).to_be_visible()
    press(page.get_by_role("link", name="Ubah golongan Kaliorang"))
    expect(page.get_by_text("Jembatan putus")).to_be_visible()


def test_officer_sees_potential_decides_and_puts_first(new_context, stack):
    stack.run("tests.journeys.sablon")
    officer = new_context(**DESK)[0].new_page()
    come_in(officer, stack, "petugas")
    see_map_and_gaps(officer)
    name_a_leading_business(officer)
    change_a_tier(officer)
    phone = new_context(**PHONE)[0].new_page()
    phone.goto("/potensi/")
    expect(phone.get_by_text(f"Sablon kain / kaus: {COUNT} usaha, calon sentra kuat")).to_be_visible()
    assert barriers(phone) == []
    assert run_in_page(phone, TOO_WIDE) is False
    picture(phone, "potensi-umum")
