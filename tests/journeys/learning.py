"""What a learner does: sign up, read, answer, hand in. Each step starts and ends on a screen a person would see."""

import io
import re
from functools import cache

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from courses.syllabus import read_syllabus
from tests.journeys.pressing import press
from tests.journeys.signing_in import read_code
from tests.journeys.stack import ROOT, Stack

COURSE_FILES = ROOT / "courses" / "content"
TASK_LINK = re.compile("^Praktik modul")


@cache
def known_answers(course: str) -> dict[str, str]:
    """Return the right option by question, as the course's own file has them."""
    text = read_syllabus(COURSE_FILES / f"{course}.md")
    questions = [*text.bank, *(question for module in text.modules for question in module.quiz)]
    return {question.text: question.options[question.correct] for question in questions}


def sign_up(page: Page, stack: Stack, *, name: str, phone: str, village: str) -> None:
    """Sign up by phone code; `phone` as people type it (08...)."""
    page.goto("/")
    press(page.get_by_role("link", name=re.compile("^Daftar")).first)
    page.get_by_label("Nama lengkap").fill(name)
    page.locator("[name=phone]").fill(phone)
    page.get_by_label("Desa atau kelurahan").select_option(label=village)
    page.locator("[name=consent]").check()
    press(page.get_by_role("button", name="Daftar dan kirim kode"))
    page.locator("[name=code]").fill(read_code(stack, "+62" + re.sub(r"\D", "", phone)[1:]))
    press(page.get_by_role("button", name="Lanjutkan"))
    expect(page).to_have_url(re.compile("/saya/$"))


def enrol(page: Page, course: str) -> None:
    """Join a course from the catalogue; end at the pre-test's door."""
    page.goto("/kursus/")
    press(page.locator(f"a[href='/kursus/{course}/']").first)
    press(page.get_by_role("link", name="Ikuti kursus ini"))
    press(page.get_by_role("button", name="Ikuti kursus"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Tes awal")


def answer_questions(page: Page, answers: dict[str, str]) -> None:
    """Answer every question of a quiz or test from its first, then end at its result."""
    while page.locator(".ask").count():
        answer_question(page, answers)
        follow = page.get_by_role("link", name=re.compile("^(Soal berikutnya|Lihat nilai)$"))
        if follow.count():
            press(follow)
    send = page.get_by_role("button", name="Kirim jawaban")
    if send.count():
        press(send)


def answer_question(page: Page, answers: dict[str, str]) -> None:
    """Choose the right option of the question on screen and save it."""
    question = page.locator(".ask").inner_text()
    page.get_by_label(answers[question], exact=True).check()
    press(page.get_by_role("button", name=re.compile("^(Jawab|Simpan jawaban)$")))


def next_step(page: Page) -> Locator:
    """Return the main button that leads on."""
    return page.get_by_role("link", name=re.compile("^Lanjut: "))


def finish_lesson(page: Page, answers: dict[str, str]) -> None:
    """From a lesson: read it to its end or pass its quiz, and go on to the next step."""
    quiz = page.get_by_role("button", name=re.compile("kuis$"))
    if quiz.count():
        press(quiz)
        answer_questions(page, answers)
        press(next_step(page))
    else:
        press(page.get_by_role("button", name=re.compile("^Selesai")))


def open_tasks(page: Page, course: str) -> Locator:
    """Open the course's page and its list of practice tasks; return the links to them."""
    page.goto(f"/kursus/{course}/")
    fold = page.locator("details", has_text="Tugas praktik")
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()
    return fold.get_by_role("link", name=TASK_LINK)


def photo(colour: str = "seagreen") -> dict[str, object]:
    """Return a small photo as an upload."""
    content = io.BytesIO()
    Image.new("RGB", (800, 600), colour).save(content, "JPEG")
    return {"name": "hasil.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}


def hand_in_task(page: Page, text: str) -> None:
    """From a task's screen: write what was done, add a photo, send."""
    page.get_by_label("Keterangan").fill(text)
    page.locator("[type=file]").set_input_files(photo())
    press(page.get_by_role("button", name="Kirim tugas"))
    expect(page.get_by_text("menunggu diperiksa pengajar")).to_be_visible()
