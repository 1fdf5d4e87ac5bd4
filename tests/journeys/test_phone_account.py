"""Whose phone it is: ended sessions, signing out without a signal, two phones of one learner, storage thrown away."""

import re

import pytest
from playwright.sync_api import Page, expect

from bench.harness import wait_until
from tests.journeys import learning
from tests.journeys.dead_zone import answer_quiz, finish_lesson, hand_in, join, send_all, settle_in, sign_in_on
from tests.journeys.keeping import COURSE, LESSON, QUIZ, fact, keep, open_at_once, ready_worker, rows
from tests.journeys.pressing import press
from tests.journeys.signing_in import SESSION_COOKIE, come_in
from tests.journeys.watching import run_in_page

TITLE = "Mengapa kemasan menentukan"
PRIVATE = ["events", "photos", "told", "progress", "papers", "drafts"]
EVICTED = "indexeddb,cache_storage,service_workers"  # Chrome throws these away together and leaves cookies


@pytest.fixture
def phone(new_phone) -> Page:
    """One phone on the line."""
    return new_phone()


def session_of(page: Page):
    """Return the cookie of the session."""
    return [one for one in page.context.cookies() if one["name"] == SESSION_COOKIE]


def test_ended_session_shows_nothing_of_the_learner_to_whoever_sits_there(phone, line, stack):
    learning.sign_up(phone, stack, name="Rahma Contoh", phone="0899 0000 0304", village="Kaliorang")
    join(phone)
    keep(phone, COURSE, door="Simpan modul di HP", word="Tanpa video")
    finish_lesson_at_once(phone)
    line.refused = b"POST /sinkron/ HTTP"  # the queue alone
    answer_quiz(phone)
    phone.goto(LESSON)
    expect(phone.get_by_text("✓ Selesai", exact=True)).to_be_visible()
    session = session_of(phone)
    phone.context.clear_cookies(name=SESSION_COOKIE)
    phone.goto("/luring/tes-akhir/?kursus=kemasan")  # the first to hear of it: no paper without a session
    expect(phone.get_by_role("heading", level=1)).to_have_text("Masuk dahulu")
    assert fact(phone, "expired") is True
    phone.goto("/bantuan/")
    expect(phone.locator(".net")).to_have_text("Masuk, 1 menunggu")
    open_at_once(phone, LESSON, TITLE)
    expect(phone.get_by_text("Pelajaran ini dibuka dari HP")).to_be_visible()
    expect(phone.locator("article .chip")).to_have_count(0)
    phone.goto(COURSE)
    expect(phone.locator(".dot.done")).to_have_count(0)
    phone.goto("/tersimpan/")
    expect(phone.get_by_text("1 jawaban menunggu", exact=True)).to_be_visible()
    expect(phone.get_by_text("nilai 100")).to_have_count(0)
    line.refused = b""
    phone.context.add_cookies(session)
    phone.goto("/saya/")
    wait_until(lambda: not rows(phone, "events"), what="the answer to be sent")
    phone.goto(LESSON)
    expect(phone.get_by_text("✓ Selesai", exact=True)).to_be_visible()


def finish_lesson_at_once(page: Page) -> None:
    """Finish a kept lesson while there is a signal; the phone goes on by itself."""
    page.goto(LESSON)
    press(page.get_by_role("button", name=re.compile("^Selesai")))
    wait_until(lambda: rows(page, "progress") and not rows(page, "events"), what="the lesson to be sent")


@pytest.mark.parametrize("how", ["flight mode", "silent line"])
def test_signing_out_without_a_signal_wipes_at_once_and_ends_the_session_later(phone, line, stack, how):
    asked: list[str] = []
    phone.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    sign_in_on(phone, "hasan")
    join(phone)
    keep(phone, LESSON, word="Tanpa video")
    session = session_of(phone)
    if how == "silent line":
        line.silent.set()
    else:
        phone.context.set_offline(True)
    finish_lesson(phone)
    account = fact(phone, "account")
    phone.goto("/tersimpan/")
    phone.get_by_role("button", name="Keluar dari HP ini").click()
    expect(phone.get_by_text("Sesi di server ditutup begitu ada sinyal.")).to_be_visible()
    assert "1 jawaban di HP ini belum terkirim" in asked[0]
    assert not any(rows(phone, store) for store in PRIVATE)
    assert fact(phone, "account") is None
    write_late(phone, account)
    assert not any(rows(phone, store) for store in PRIVATE)
    line.silent.clear()
    line.cut_now()
    phone.context.set_offline(False)
    phone.goto("/saya/")
    expect(phone).to_have_url(re.compile("/masuk/"))
    wait_until(lambda: fact(phone, "leaving") is None, what="the session to be ended")
    phone.context.add_cookies(session)  # whoever still holds it gets nowhere
    phone.goto("/saya/")
    expect(phone).to_have_url(re.compile("/masuk/"))


def write_late(page: Page, account: str) -> None:
    """Let what was under way when the learner signed out come to its end: an answer from the server, a tap."""
    photo, draft = f"{{account: '{account}', sha256: '0', sent: true}}", f"{{account: '{account}', name: 'kuis 1'}}"
    script = (
        f"Promise.all([phone.own('photos', {photo}, ['{account}', '0']), phone.own('drafts', {draft})]).then(() => 1)"
    )
    run_in_page(page, script, isolated=False)


def test_old_session_is_not_ended_in_place_of_the_next_learners(phone, line, stack):
    sign_in_on(phone, "hasan")
    phone.goto("/saya/")
    ready_worker(phone)
    phone.goto("/saya/")
    wait_until(lambda: fact(phone, "account"), what="the phone to know the account")
    phone.context.set_offline(True)
    phone.goto("/tersimpan/")
    phone.get_by_role("button", name="Keluar dari HP ini").click()
    expect(phone.get_by_text("Sesi di server ditutup begitu ada sinyal.")).to_be_visible()
    phone.context.clear_cookies(name=SESSION_COOKIE)
    phone.context.set_offline(False)
    come_in(phone, stack, "ratna")
    phone.goto("/saya/")
    expect(phone.get_by_role("heading", name="Kursus saya")).to_be_visible()
    assert fact(phone, "leaving") is None


def test_final_paper_comes_with_the_last_module(phone, stack):
    come_in(phone, stack, "ratna")
    join(phone)
    phone.goto(COURSE)
    doors = phone.get_by_role("link", name="Simpan modul di HP")
    addresses = [doors.nth(at).get_attribute("href") for at in range(doors.count())]
    for address in addresses:
        assert rows(phone, "papers") == [] if address != addresses[0] else True
        phone.goto(address)
        phone.locator("#ask label", has_text="Tanpa video").click()
        phone.get_by_role("button", name=re.compile("^Simpan, ")).click()
        expect(phone.get_by_role("link", name="Lanjut belajar sambil mengunduh")).to_be_visible()
        wait_until(lambda: not rows(phone, "jobs"), what="the module to be kept")
    wait_until(lambda: rows(phone, "papers"), what="the paper")


def test_two_phones_of_one_learner_merge(new_phone, line, stack):
    old, new = new_phone(), new_phone()
    learning.sign_up(old, stack, name="Tini Contoh", phone="0899 0000 0305", village="Kaliorang")
    join(old)
    new.context.add_cookies(session_of(old))
    join(new)
    for phone in (old, new):
        keep(phone, COURSE, door="Simpan modul di HP", word="Tanpa video")
    line.refused = b"POST /sinkron/"
    finish_lesson(old)
    hand_in(old)
    answer_quiz(old, rightly=False)
    hand_in(new, text="Dari HP yang baru.")
    answer_quiz(new)
    line.refused = b""
    send_all(new)
    send_all(old)
    # The task of the other phone was there first; the learner is told, and told where to look.
    expect(old.get_by_text("Tugas praktik", exact=False).filter(has_text="terlambat")).to_be_visible()
    assert [row["state"] for row in rows(old, "told") if row["kind"] == "task"] == ["late"]
    assert rows(new, "told") == []
    old.goto(QUIZ)
    expect(old.get_by_text("Nilai kuis terbaik 100")).to_be_visible()
    # The phone that sent first hears of the other's lesson with its own next answer.
    line.refused = b"POST /sinkron/"
    answer_quiz(new, rightly=False)
    line.refused = b""
    send_all(new)
    new.goto(LESSON)
    expect(new.get_by_text("✓ Selesai", exact=True)).to_be_visible()
    new.goto(QUIZ)
    expect(new.get_by_text("Nilai kuis terbaik 100")).to_be_visible()


def test_phone_that_cannot_read_what_it_keeps_is_served_by_the_network(phone, line, stack):
    learning.sign_up(phone, stack, name="Lina Contoh", phone="0899 0000 0309", village="Kaliorang")
    join(phone)
    ready_worker(phone)
    break_store(phone)
    open_at_once(phone, LESSON, TITLE)
    press(phone.get_by_role("button", name=re.compile("^Selesai")))
    phone.goto(LESSON)
    expect(phone.get_by_text("Pelajaran ini selesai")).to_be_visible()
    expect(phone.locator(".film video")).to_be_visible()
    phone.context.set_offline(True)
    phone.goto("/bantuan/")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Tidak ada sinyal")


def break_store(page: Page) -> None:
    """Let all that the worker asks of its database fail, as on a full disk."""
    worker = page.context.service_workers[-1]
    worker.evaluate("phone.open.then((database) => database.close())")


def test_phone_whose_browser_threw_everything_away_says_so_and_begins_anew(phone, line, stack):
    settle_in(phone, stack, "ratna")
    session = phone.context.new_cdp_session(phone)
    session.send("Storage.clearDataForOrigin", {"origin": line.url, "storageTypes": EVICTED})
    phone.goto("/tersimpan/")
    expect(phone.get_by_text("Peramban sudah membuang 1 pelajaran")).to_be_visible()
    phone.goto(LESSON)
    expect(phone.get_by_role("heading", level=1)).to_have_text(TITLE)
    ready_worker(phone)
    keep(phone, LESSON, word="Tanpa video")
    phone.context.set_offline(True)
    open_at_once(phone, LESSON, TITLE)
