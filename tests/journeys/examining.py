"""What an instructor does with the tasks that learners hand in."""

from playwright.sync_api import Locator, Page, expect

from tests.journeys.authoring import check_screen
from tests.journeys.pressing import press

QUEUE = "/studio/tugas/"


def waiting_tasks(page: Page, learner: str) -> Locator:
    """Open the queue and return the rows of the learner that wait."""
    page.goto(QUEUE)
    check_screen(page, ours="main")
    return page.locator("tr", has_text=learner).filter(has_text="Menunggu")


def decide(page: Page, row: Locator, decision: str, comment: str = "") -> None:
    """Look at one task with its photo and say `Diterima` or `Perbaiki`."""
    press(row.get_by_role("link").first)
    check_screen(page, ours="main")
    photo = page.locator("main img, main a[href*='/belajar/foto/']").first
    expect(photo).to_be_visible()
    page.get_by_label(decision, exact=True).check()
    page.get_by_label("Catatan untuk peserta").fill(comment)
    press(page.get_by_role("button", name="Kirim keputusan"))
    check_screen(page)


def accept_all(page: Page, learner: str) -> None:
    """Accept everything that waits of the learner."""
    while (rows := waiting_tasks(page, learner)).count():
        decide(page, rows.first, "Diterima", "Bagus.")
