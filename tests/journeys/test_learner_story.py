"""Story (a): an IKM owner signs up, learns, is examined and holds a certificate that a stranger can check."""

import re

import pytest
from playwright.sync_api import Page, expect

from bench.harness import wait_until
from tests.journeys import examining, learning
from tests.journeys.accessibility import barriers
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.paper import read_qr
from tests.journeys.playing import play, wait_for_video
from tests.journeys.pressing import press
from tests.journeys.signing_in import sign_in

COURSE = "kemasan"
LEARNER = "Sumiati Contoh"
NUMBER = "0899 0000 0101"
E164 = "+6289900000101"
TASKS = 5
ISSUE_SECONDS = 60
PIN = "260817"


def check_screen(page: Page) -> None:
    """Hold a screen to what holds for all of ours."""
    assert barriers(page) == [], page.url


@pytest.mark.needs("pdftoppm", "zbarimg")
def test_learner_comes_from_the_home_page_to_a_certificate(phone, new_context, stack, tmp_path):
    answers = learning.known_answers(COURSE)
    learning.sign_up(phone, stack, name=LEARNER, phone=NUMBER, village="Kaliorang")
    check_screen(phone)
    take_pretest(phone, answers)
    read_and_watch(phone, answers)
    take_final(phone, answers)
    hand_in_tasks(phone)

    desk = new_context(**DESK)[0].new_page()
    sign_in(desk, stack, "dewi")
    have_one_returned(phone, desk)
    examining.accept_all(desk, LEARNER)

    head = new_context(**DESK)[0].new_page()
    sign_in(head, stack, "kepala")
    approve_all(head)

    address = read_qr(download_certificate(phone, stack), tmp_path)
    assert address.upper().startswith(f"{stack.url}/PERIKSA/".upper())
    stranger = new_context(**PHONE)[0].new_page()
    stranger.goto(address)
    expect(stranger.get_by_role("heading", level=1)).to_have_text(LEARNER)
    expect(stranger.get_by_text("tercatat di dinas dan berlaku")).to_be_visible()
    check_screen(stranger)


def take_pretest(phone: Page, answers: dict[str, str]) -> None:
    """Enrol and do the pre-test, which doesn't count."""
    learning.enrol(phone, COURSE)
    check_screen(phone)
    press(phone.get_by_role("button", name="Mulai tes awal"))
    check_screen(phone)
    learning.answer_questions(phone, answers)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Tes awal selesai")
    check_screen(phone)
    press(learning.next_step(phone))


def read_and_watch(phone: Page, answers: dict[str, str]) -> None:
    """Watch the first lesson's video, read every lesson and pass every quiz; end at the final test's door."""
    wait_for_video(phone)
    check_screen(phone)
    play(phone)
    while phone.get_by_role("heading", level=1).inner_text() != "Tes akhir":
        learning.finish_lesson(phone, answers)
    check_screen(phone)


def take_final(phone: Page, answers: dict[str, str]) -> None:
    """Pass the final test."""
    press(phone.get_by_role("button", name="Mulai tes akhir"))
    learning.answer_questions(phone, answers)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Nilai tes akhir: 100")
    check_screen(phone)


def hand_in_tasks(phone: Page) -> None:
    """Send every practice task with a photo."""
    links = [link.get_attribute("href") for link in learning.open_tasks(phone, COURSE).all()]
    check_screen(phone)
    assert len(links) == TASKS
    for link in links:
        phone.goto(link or "")
        learning.hand_in_task(phone, "Sudah saya kerjakan pada lima bungkus; satu bocor.")
    check_screen(phone)


def have_one_returned(phone: Page, desk: Page) -> None:
    """The instructor wants one task mended; the learner reads why and sends it again."""
    rows = examining.waiting_tasks(desk, LEARNER)
    assert rows.count() == TASKS
    examining.decide(desk, rows.first, "Perbaiki", "Foto label belum terbaca.")
    press(learning.open_tasks(phone, COURSE).filter(has_text=re.compile("perbaiki")))
    expect(phone.get_by_text("Foto label belum terbaca.").first).to_be_visible()
    check_screen(phone)
    learning.hand_in_task(phone, "Foto baru, label terbaca.")


def approve_all(head: Page) -> None:
    """The head makes a PIN, looks at the queue, and approves all that waits."""
    head.goto("/studio/sertifikat/persetujuan/pin/")
    head.get_by_label("PIN baru").fill(PIN)
    head.get_by_label("Ketik sekali lagi").fill(PIN)
    press(head.get_by_role("button", name="Simpan PIN"))
    expect(head.get_by_text(LEARNER).first).to_be_visible()
    head.get_by_label("PIN persetujuan").fill(PIN)
    press(head.get_by_role("button", name=re.compile("^Setujui semua")))
    expect(head.get_by_text("disetujui dan sedang dibuat")).to_be_visible()


def download_certificate(phone: Page, stack) -> bytes:
    """Wait for the message that the certificate is there, and fetch it from the learner's own page."""

    def is_told() -> bool:
        return any("sudah terbit dengan nomor" in message["text"] for message in stack.messages(E164))

    wait_until(is_told, what="the message about the certificate", seconds=ISSUE_SECONDS)
    phone.goto("/saya/")
    check_screen(phone)
    link = phone.get_by_role("link", name=re.compile("^Unduh sertifikat"))
    answer = phone.request.get(link.get_attribute("href") or "")
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()
