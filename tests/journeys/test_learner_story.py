"""Story (a): an IKM owner signs up, learns, is examined and holds a certificate that a stranger can check."""

from playwright.sync_api import Page, expect

from tests.journeys import learning
from tests.journeys.accessibility import barriers
from tests.journeys.playing import play, wait_for_video

COURSE = "kemasan"
LEARNER = "Sumiati Contoh"
PHONE = "0899 0000 0101"


def visit(page: Page) -> None:
    """Hold a screen to what holds for all of ours."""
    assert barriers(page) == [], page.url


def test_learner_comes_from_the_home_page_to_a_certificate(phone, desk, new_context, stack):
    answers = learning.known_answers(COURSE)
    learning.sign_up(phone, stack, name=LEARNER, phone=PHONE, village="Kaliorang")
    visit(phone)
    learning.enrol(phone, COURSE)
    visit(phone)
    phone.get_by_role("button", name="Mulai tes awal").click()
    visit(phone)
    learning.answer_questions(phone, answers)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Tes awal selesai")
    learning.next_step(phone).click()
    wait_for_video(phone)
    visit(phone)
    play(phone)
    while phone.get_by_role("heading", level=1).inner_text() != "Tes akhir":
        learning.finish_lesson(phone, answers)
    visit(phone)
    phone.get_by_role("button", name="Mulai tes akhir").click()
    learning.answer_questions(phone, answers)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Nilai tes akhir: 100")
    visit(phone)
    phone.goto(f"/kursus/{COURSE}/")
    visit(phone)
