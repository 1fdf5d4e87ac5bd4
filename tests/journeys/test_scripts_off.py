"""With scripts off everything works up to pressing play, which is the browser's own business."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import learning
from tests.journeys.conftest import PHONE
from tests.journeys.playing import wait_for_video
from tests.journeys.pressing import press
from tests.journeys.signing_in import sign_in

COURSE = "kemasan"
LESSON = "/kursus/kemasan/modul-1/mengapa-kemasan-menentukan/"


@pytest.fixture
def plain_phone(new_context) -> Page:
    """A phone whose browser runs no script."""
    return new_context(**PHONE, java_script_enabled=False)[0].new_page()


def test_stranger_reads_and_finds_the_video_in_the_size_they_choose(plain_phone):
    plain_phone.goto("/")
    press(plain_phone.get_by_role("link", name="Kursus").first)
    press(plain_phone.locator(f"a[href='/kursus/{COURSE}/']").first)
    press(plain_phone.locator(f"a[href='{LESSON}']").first)
    wait_for_video(plain_phone)
    video = plain_phone.locator("video")
    expect(video).to_have_attribute("controls", "")
    first = video.locator("source").first
    usual = first.get_attribute("src")
    press(plain_phone.get_by_role("link", name=re.compile("^Suara saja")))
    expect(first).not_to_have_attribute("src", usual or "")


def test_learner_signs_up_is_examined_and_hands_in_a_task(plain_phone, stack):
    answers = learning.known_answers(COURSE)
    learning.sign_up(plain_phone, stack, name="Rosna Contoh", phone="0899 0000 0201", village="Kaliorang")
    learning.enrol(plain_phone, COURSE)
    press(plain_phone.get_by_role("button", name="Mulai tes awal"))
    learning.answer_questions(plain_phone, answers)
    press(learning.next_step(plain_phone))
    for _ in range(3):
        learning.finish_lesson(plain_phone, answers)
    press(learning.open_tasks(plain_phone, COURSE).first)
    learning.hand_in_task(plain_phone, "Udara lembap, panas, dan benturan. Sekarang satu lapis plastik.")


def test_page_of_what_is_kept_promises_nothing_that_will_not_come(plain_phone):
    plain_phone.goto("/tersimpan/")
    expect(plain_phone.get_by_role("heading", level=1)).to_have_text("Tersimpan di HP")
    expect(plain_phone.locator("#belum")).to_be_hidden()


def test_form_with_a_mistake_keeps_what_was_typed(plain_phone):
    plain_phone.goto("/daftar/")
    plain_phone.get_by_label("Nama lengkap").fill("Rosna Contoh")
    plain_phone.locator("[name=phone]").fill("0812 345")
    plain_phone.locator("[name=consent]").check()
    plain_phone.locator("form").first.evaluate("form => form.noValidate = true")
    press(plain_phone.get_by_role("button", name="Daftar dan kirim kode"))
    expect(plain_phone.get_by_label("Nama lengkap")).to_have_value("Rosna Contoh")
    expect(plain_phone.locator("[name=phone]")).to_have_value("0812 345")
    expect(plain_phone.get_by_text("terlalu pendek")).to_be_visible()


def test_person_signs_in_by_password_and_out_again(plain_phone, stack):
    sign_in(plain_phone, stack, "ratna")
    plain_phone.goto("/saya/")
    press(plain_phone.get_by_role("button", name="Keluar"))
    plain_phone.goto("/saya/")
    expect(plain_phone).to_have_url(re.compile("/masuk/"))
