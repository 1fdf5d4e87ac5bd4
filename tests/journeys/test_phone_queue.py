"""What is done without a signal: kept on the phone, sent once each, never shown or sent for somebody else."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import Dialog, Page, expect

from bench.harness import wait_until
from tests.journeys import learning
from tests.journeys.accessibility import barriers
from tests.journeys.dead_zone import (
    answer_quiz,
    ask_worker,
    fill_in_task,
    finish_lesson,
    hand_in,
    join,
    keep_from_a_page,
    lesson_id,
    refuse_a_task,
    send_all,
    settle_in,
    sign_in_on,
)
from tests.journeys.keeping import COURSE, LESSON, QUIZ, TASK, fact, keep, open_at_once, rows
from tests.journeys.playing import VIDEO, seek
from tests.journeys.pressing import press
from tests.journeys.signing_in import SESSION_COOKIE, come_in, sign_in
from tests.journeys.watching import run_in_page

TITLE = "Mengapa kemasan menentukan"
QUESTION = "Apakah plastik tebal selalu lebih baik untuk keripik?"
PRIVATE = ["events", "photos", "told", "progress", "papers", "drafts"]
MOST_PHOTO_BYTES = 200_000


@pytest.fixture
def phone(new_phone) -> Page:
    """One phone on the line."""
    return new_phone()


def ask(page: Page) -> None:
    """Ask the instructor under the saved lesson; pressing twice asks once."""
    for _ in range(2):
        page.goto(LESSON)
        page.get_by_text("Tulis pertanyaan").click()
        page.locator("#tanya [name=text]").fill(QUESTION)
        press(page.get_by_role("button", name="Kirim pertanyaan"))
        expect(page.get_by_role("heading", level=1)).to_have_text("Tersimpan di HP")


def test_module_learned_in_a_dead_zone_arrives_once_after_the_browser_was_closed(pocket, line, stack):
    page = pocket()
    learning.sign_up(page, stack, name="Mina Contoh", phone="0899 0000 0301", village="Kaliorang")
    join(page)
    keep(page, COURSE, door="Simpan modul di HP")

    line.silent.set()
    open_at_once(page, LESSON, TITLE)
    run_in_page(page, f"{VIDEO}.play(); null")
    wait_until(lambda: run_in_page(page, f"{VIDEO}.currentTime") > 0.2, what="the video to play", seconds=20)
    seek(page, 3)
    finish_lesson(page)
    hand_in(page)
    answer_quiz(page)
    ask(page)
    expect(page.locator(".net")).to_have_text("4 jawaban menunggu")
    assert barriers(page) == []
    kept = rows(page, "events")
    assert [row["kind"] for row in kept if row["kind"] != "video_position"] == [
        "lesson_done",
        "task",
        "quiz",
        "question",
    ]
    page.context.close()

    page = pocket()
    open_at_once(page, LESSON, TITLE)
    expect(page.locator(".net")).to_have_text("4 jawaban menunggu")
    expect(page.get_by_text("Menunggu sinyal: selesai")).to_be_visible()
    line.silent.clear()
    line.cut_now()
    send_all(page)
    assert rows(page, "photos") == [] and rows(page, "told") == []
    there_once(page)


def there_once(page: Page) -> None:
    """See on the live pages that each thing came, and came once."""
    lesson, task = lesson_id(page, LESSON), lesson_id(page, TASK)
    page.goto(f"{LESSON}?daring=1")
    expect(page.get_by_text("Pelajaran ini selesai")).to_be_visible()
    page.goto(f"{QUIZ}?daring=1")
    expect(page.get_by_text("Selesai, nilai 100")).to_be_visible()
    page.goto(f"/belajar/pelajaran/{lesson}/pertanyaan/")
    expect(page.get_by_text(QUESTION)).to_have_count(1)
    page.goto(f"/belajar/pelajaran/{task}/tugas/")
    expect(page.get_by_role("heading", name="Kiriman ke-1")).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("^Kiriman"))).to_have_count(1)
    address = page.get_by_role("link", name="Foto 1").get_attribute("href")
    sent = page.request.get(address or "").body()
    picture = Image.open(io.BytesIO(sent))
    assert max(picture.size) <= 1280 and not picture.getexif()
    page.goto(LESSON)
    expect(page.get_by_text("✓ Selesai", exact=True)).to_be_visible()


def test_photo_is_made_small_on_the_phone(phone, line, stack):
    settle_in(phone, stack, "ratna", TASK)
    line.silent.set()
    fill_in_task(phone, learning.photo(), learning.photo("red"), learning.photo("blue"), learning.photo("gold"))
    expect(phone.get_by_role("heading", level=1)).to_have_text("Foto belum diterima")
    assert rows(phone, "events") == []
    hand_in(phone)
    [size] = run_in_page(
        phone,
        """new Promise((resolve) => { indexedDB.open("ikm").onsuccess = (event) => {
          const all = event.target.result.transaction("photos").objectStore("photos").getAll();
          all.onsuccess = () => resolve(all.result.map((photo) => photo.bytes.byteLength));
        }; })""",
    )
    assert size <= MOST_PHOTO_BYTES


def test_expired_session_asks_to_sign_in_and_loses_nothing(phone, line, stack):
    learning.sign_up(phone, stack, name="Jum Contoh", phone="0899 0000 0302", village="Kaliorang")
    join(phone)
    keep(phone, LESSON, word="Tanpa video")
    line.refused = b"POST /sinkron/"
    finish_lesson(phone)
    session = [one for one in phone.context.cookies() if one["name"] == SESSION_COOKIE]
    phone.context.clear_cookies(name=SESSION_COOKIE)
    line.refused = b""
    phone.goto("/tersimpan/")  # sends by itself
    expect(phone.locator(".net")).to_have_text("Masuk, 1 menunggu")
    assert len(rows(phone, "events")) == 1
    phone.context.add_cookies(session)
    phone.goto("/saya/")
    wait_until(lambda: not rows(phone, "events"), what="the answer to be sent after signing in")
    phone.goto(f"{LESSON}?daring=1")
    expect(phone.get_by_text("Pelajaran ini selesai")).to_be_visible()


def test_second_learner_on_the_phone_sees_and_sends_nothing_of_the_first(phone, line, stack):
    learning.sign_up(phone, stack, name="Siti Contoh", phone="0899 0000 0303", village="Kaliorang")
    join(phone)
    keep(phone, LESSON, word="Tanpa video")
    line.refused = b"POST /sinkron/"
    finish_lesson(phone)
    first = [one for one in phone.context.cookies() if one["name"] == SESSION_COOKIE]
    phone.context.clear_cookies(name=SESSION_COOKIE)
    line.refused = b""
    learning.sign_up(phone, stack, name="Budi Contoh", phone="0899 0000 0306", village="Kaliorang")
    join(phone)
    phone.goto("/tersimpan/")
    expect(phone.get_by_role("link", name=TITLE)).to_be_visible()
    expect(phone.locator("#menunggu")).to_be_empty()
    phone.goto(LESSON)
    expect(phone.get_by_text("Pelajaran ini dibuka dari HP")).to_be_visible()
    expect(phone.locator("article .chip")).to_have_count(0)
    phone.goto(f"{LESSON}?daring=1")
    expect(phone.get_by_role("button", name=re.compile("^Selesai"))).to_be_visible()
    [answer] = rows(phone, "events")
    assert keep_from_a_page(phone, answer["account"]) is None
    own = fact(phone, "account")
    assert keep_from_a_page(phone, own, at_s=3)["id"] == keep_from_a_page(phone, own, at_s=4)["id"]
    assert [row["id"] for row in rows(phone, "events") if row["account"] == answer["account"]] == [answer["id"]]
    phone.context.clear_cookies(name=SESSION_COOKIE)
    phone.context.add_cookies(first)
    phone.goto("/saya/")
    wait_until(
        lambda: answer["id"] not in [row["id"] for row in rows(phone, "events")],
        what="the first learner's answer to be sent",
    )
    phone.goto(f"{LESSON}?daring=1")
    expect(phone.get_by_text("Pelajaran ini selesai")).to_be_visible()


def test_form_begun_by_one_learner_is_not_kept_for_the_next(phone, stack):
    settle_in(phone, stack, "ratna")
    phone.goto(LESSON)
    phone.get_by_text("Tulis pertanyaan").click()
    phone.locator("#tanya [name=text]").fill(QUESTION)
    phone.context.clear_cookies(name=SESSION_COOKIE)
    other = phone.context.new_page()
    first = fact(phone, "account")
    come_in(other, stack, "hasan")
    other.goto("/saya/")
    wait_until(lambda: fact(other, "account") not in (None, first), what="the phone to know who is there now")
    phone.context.set_offline(True)
    press(phone.get_by_role("button", name="Kirim pertanyaan"))
    expect(phone.get_by_role("heading", level=1)).to_have_text("Masuk dahulu")
    expect(phone.get_by_text("dibuka saat akun lain masuk")).to_be_visible()
    assert rows(phone, "events") == []


def test_photo_is_not_taken_by_the_session_of_another(phone, line, stack):
    settle_in(phone, stack, "ratna", TASK)
    line.refused = b"PUT /sinkron/"
    hand_in(phone)
    phone.context.clear_cookies(name=SESSION_COOKIE)
    other = phone.context.browser.new_context(base_url=stack.url)
    sign_in(other.new_page(), stack, "hasan")
    phone.context.add_cookies([one for one in other.cookies() if one["name"] == SESSION_COOKIE])
    other.close()
    line.refused = b""
    # No answer at first where the browser takes a connection that the line has cut.
    wait_until(lambda: ask_worker(phone, "{ act: 'send' }") is False, what="the photo to be refused")
    assert any(first.startswith("PUT /sinkron/berkas/") for first in line.asked)
    assert [row["kind"] for row in rows(phone, "events")] == ["task"]
    assert [row.get("sent") for row in rows(phone, "photos")] == [None]


def test_owner_sends_what_waits_by_a_button(phone, line, stack):
    settle_in(phone, stack, "ratna")
    line.refused = b"POST /sinkron/"
    finish_lesson(phone)
    phone.goto("/tersimpan/")
    expect(phone.get_by_text("1 jawaban menunggu sinyal")).to_be_visible()
    phone.get_by_role("button", name="Kirim sekarang").click()
    expect(phone.locator("#kabar")).to_have_text("Masih ada yang menunggu.")
    line.refused = b""
    phone.get_by_role("button", name="Kirim sekarang").click()
    expect(phone.locator("#kabar")).to_have_text("Semua jawaban terkirim.")
    assert rows(phone, "events") == []


def test_signing_out_asks_about_what_waits_and_leaves_nothing_private(phone, line, stack):
    sign_in_on(phone, "ratna")
    join(phone)
    keep(phone, LESSON, word="Tanpa video")
    line.refused = b"POST /sinkron/"
    finish_lesson(phone)
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.accept()

    phone.on("dialog", answer)
    phone.goto("/saya/")
    expect(phone.locator(".net")).to_have_text("1 jawaban menunggu")
    press(phone.get_by_role("button", name="Keluar"))
    assert ["1 jawaban di HP ini belum terkirim" in message for message in asked] == [True]
    wait_until(lambda: not any(rows(phone, store) for store in PRIVATE), what="everything private to be gone")
    assert len(rows(phone, "lessons")) == 1
    phone.context.set_offline(True)
    open_at_once(phone, LESSON, TITLE)
    expect(phone.locator("article .chip")).to_have_count(0)


def test_final_test_is_taken_on_a_paper_without_keys_and_marked_by_the_server(phone, line, stack):
    phone.on("dialog", lambda dialog: dialog.accept())
    come_in(phone, stack, "ratna")
    join(phone)
    keep(phone, COURSE, door="Simpan kursus di HP", word="Tanpa video")
    wait_until(lambda: rows(phone, "papers"), what="the paper")
    [paper] = rows(phone, "papers")
    assert {key for question in paper["questions"] for key in question} == {"question", "text", "options"}
    phone.goto("/luring/tes-akhir/?kursus=kue")
    expect(phone.get_by_text("Anda belum ikut kursus ini")).to_be_visible()
    line.silent.set()
    phone.goto("/belajar/kemasan/tes-akhir/", wait_until="domcontentloaded")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Tes akhir")
    phone.locator(".answer").first.click()
    expect(phone.get_by_text("1 dari 15 soal terjawab")).to_be_visible()
    assert barriers(phone) == []
    phone.reload(wait_until="domcontentloaded")
    expect(phone.get_by_text("1 dari 15 soal terjawab")).to_be_visible()
    phone.get_by_role("button", name="Kirim jawaban").click()
    expect(phone.get_by_role("alert").filter(has_text="Soal 2 belum dijawab.")).to_be_visible()
    expect(phone.locator("[name=soal-1]").first).to_be_focused()
    assert rows(phone, "events") == [] and len(rows(phone, "papers")) == 1
    for number in range(1, 15):
        phone.locator("section").nth(number).locator(".answer").first.click()
        expect(phone.get_by_text(f"{number + 1} dari 15 soal terjawab")).to_be_visible()
    phone.get_by_role("button", name="Kirim jawaban").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Tersimpan di HP")
    line.silent.clear()
    line.cut_now()
    phone.goto("/tersimpan/")
    expect(phone.get_by_text("Belum dapat diterima")).to_be_visible()
    expect(phone.locator(".net")).to_have_text("1 jawaban perlu dilihat")
    refuse_a_task(phone)
    phone.goto(LESSON)
    expect(phone.get_by_text("Perlu dilihat", exact=True)).to_be_visible()
    expect(phone.get_by_text("Menunggu sinyal:")).to_have_count(0)
    phone.goto("/tersimpan/")
    phone.get_by_role("button", name="Hapus jawaban ini").last.click()
    wait_until(lambda: not rows(phone, "photos"), what="the photo to go with its answer")
    assert len(rows(phone, "events")) == 1
