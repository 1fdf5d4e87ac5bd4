"""What a learner does without a signal, and what they did before it was gone."""

import io
import re
from typing import Any

from PIL import Image
from playwright.sync_api import Page, expect

from bench.harness import wait_until
from tests.journeys import learning
from tests.journeys.keeping import COURSE, LESSON, QUIZ, TASK, fact, keep, rows
from tests.journeys.pressing import press
from tests.journeys.signing_in import PASSWORD, come_in
from tests.journeys.stack import Stack
from tests.journeys.watching import run_in_page

DRAFT = "6a3f0f3e-2b1c-4d5e-8f90-a1b2c3d4e5f6"


def join(page: Page) -> None:
    """Join the course unless that was done; end on its page, known to the phone."""
    page.goto(COURSE)
    door = page.get_by_role("link", name="Ikuti kursus ini")
    if door.count():
        press(door)
        press(page.get_by_role("button", name="Ikuti kursus"))
    page.goto(COURSE)


def settle_in(page: Page, stack: Stack, who: str, path: str = LESSON) -> None:
    """Come in as a member of the cast who has joined the course and keeps one of its lessons."""
    come_in(page, stack, who)
    join(page)
    keep(page, path, word="Tanpa video")


def lesson_id(page: Page, path: str) -> int:
    """Return the number of a kept lesson."""
    return next(row["id"] for row in rows(page, "lessons") if row["url"] == path)


def camera_photo() -> dict[str, object]:
    """Return a photo as a camera makes it: large, and with the place it was taken at."""
    content = io.BytesIO()
    picture = Image.effect_noise((2400, 1800), 60).convert("RGB")
    exif = Image.Exif()
    exif[0x010E] = "rumah saya"
    picture.save(content, "JPEG", quality=95, exif=exif)
    return {"name": "IMG_2026.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}


def finish_lesson(page: Page) -> None:
    """Press the button at the lesson's end and come to the page that says it is kept."""
    page.goto(LESSON)
    press(page.get_by_role("button", name=re.compile("^Selesai")))
    expect(page.get_by_role("heading", level=1)).to_have_text("Tersimpan di HP")


def answer_quiz(page: Page, *, rightly: bool = True) -> None:
    """Answer the module's quiz, each answer explained at once; rightly throughout, or wrongly."""
    answers = learning.known_answers("kemasan")
    page.goto(QUIZ)
    press(page.get_by_role("button", name="Kerjakan kuis"))
    for _ in range(3):
        right = answers[page.locator(".ask").inner_text()]
        options = (
            page.locator(".answer", has_text=right) if rightly else page.locator(".answer").filter(has_not_text=right)
        )
        options.first.click()
        page.get_by_role("button", name="Jawab", exact=True).click()
        expect(page.get_by_text("Benar." if rightly else "Belum tepat.")).to_be_visible()
        expect(page.get_by_role("heading", level=1)).to_be_focused()
        page.get_by_role("button", name=re.compile("Soal berikutnya|Lihat nilai")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Nilai kuis: {100 if rightly else 0}")


def hand_in(page: Page, *, text: str = "Udara lembap; sekarang satu lapis plastik.") -> None:
    """Hand in the practice task with a photo, from the saved lesson."""
    fill_in_task(page, camera_photo(), text=text)
    expect(page.get_by_role("heading", level=1)).to_have_text("Tersimpan di HP")


def fill_in_task(page: Page, *photos: Any, text: str = "Contoh.") -> None:
    """Send the practice task from the saved lesson."""
    page.goto(TASK)
    page.get_by_text("Kirim foto tugas").click()
    page.locator("[name=text]").first.fill(text)
    page.locator("[type=file]").set_input_files(list(photos))
    press(page.get_by_role("button", name="Kirim tugas"))


def sign_in_on(page: Page, who: str) -> None:
    """Sign in with a session of this phone alone: it will be ended."""
    page.goto("/masuk/")
    form = page.locator("form").filter(has=page.locator("[name=password]"))
    form.locator("[name=login]").fill(who)
    form.locator("[name=password]").fill(PASSWORD)
    press(form.locator("button[type=submit], button:not([type])").first)


def send_all(page: Page) -> None:
    """Open the page of what is kept: the phone sends by itself what waits."""
    page.goto("/tersimpan/")
    wait_until(lambda: not rows(page, "events"), what="everything to be sent", seconds=30)


def keep_from_a_page(page: Page, whose: str, *, at_s: int = 1) -> Any:
    """Hand the worker what was done on a page that was begun by `whose`; return what it kept."""
    body = f"{{ lesson: 1, source: 1, at_s: {at_s} }}"
    return ask_worker(page, f"{{ act: 'keep', kind: 'video_position', whose: '{whose}', id: '{DRAFT}', body: {body} }}")


def ask_worker(page: Page, message: str) -> Any:
    """Send the worker a message, written as in a script, and return its answer."""
    script = f"""new Promise((resolve) => {{
      const line = new MessageChannel();
      line.port1.onmessage = (event) => resolve(JSON.parse(JSON.stringify(event.data)));
      navigator.serviceWorker.controller.postMessage({message}, [line.port2]);
    }})"""
    return run_in_page(page, script)


def refuse_a_task(page: Page) -> None:
    """Let the phone hold a task with a photo that the server has refused."""
    lesson, account = lesson_id(page, LESSON), fact(page, "account")
    more = f"body: {{ lesson: {lesson} }}, files: ['0'], parked: 'Ulangi.'"
    event = f"{{ id: 'x', account: '{account}', kind: 'task', {more} }}"
    photo = f"{{ account: '{account}', sha256: '0', bytes: new ArrayBuffer(1) }}"
    script = f"Promise.all([phone.put('events', {event}), phone.put('photos', {photo})]).then(() => 1)"
    run_in_page(page, script, isolated=False)
