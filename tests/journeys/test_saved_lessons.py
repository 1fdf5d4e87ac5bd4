"""Lessons on the phone: kept piece by piece, opened without a signal, let go of in words."""

import pytest
from playwright.sync_api import Page, expect

from bench.harness import wait_until
from tests.journeys.accessibility import barriers
from tests.journeys.keeping import (
    COURSE,
    INSIDE_A_PIECE,
    LESSON,
    PIECE,
    QUIZ,
    ask_to_keep,
    keep,
    kept_pieces,
    offer_instead,
    open_at_once,
    put_big_video,
    ready_worker,
    rows,
)
from tests.journeys.playing import VIDEO, seek
from tests.journeys.watching import run_in_page

TITLE = "Mengapa kemasan menentukan"
BIG_BYTES = 4_000_000
CUTS = 12
COMING_IN = """caches.open("isi").then((cache) => {
  self.arrived = () => cache.match("/berkas/sedang-datang");
  navigator.locks.request("unduh", () => new Promise((end) => { self.end = end; }));
  return cache.put("/berkas/sedang-datang", new Response("sebagian"));
}).then(() => 1)"""


@pytest.fixture
def phone(new_phone) -> Page:
    """One phone on the line."""
    return new_phone()


@pytest.fixture
def honest_phone(pocket) -> Page:
    """A phone whose browser tells how much room there is, as those did until 2025."""
    return pocket("--disable-features=StaticStorageQuota")


def test_kept_lesson_opens_in_flight_mode_and_its_video_seeks(phone):
    keep(phone, LESSON)
    assert barriers(phone) == []
    phone.context.set_offline(True)
    open_at_once(phone, LESSON, TITLE)
    expect(phone.locator(".net")).to_have_text("Luring")
    expect(phone.locator(".net")).to_have_class("net off")
    expect(phone.locator(".pick [aria-current]")).to_contain_text("di HP")
    run_in_page(phone, f"{VIDEO}.play(); null")
    wait_until(lambda: run_in_page(phone, f"{VIDEO}.currentTime") > 0.2, what="the video to play", seconds=20)
    seek(phone, 4)
    assert barriers(phone) == []


def test_kept_module_opens_on_a_line_that_accepts_and_never_answers(phone, line):
    keep(phone, COURSE, door="Simpan modul di HP", word="Tanpa video")
    phone.goto("/bantuan/")
    expect(phone.locator(".net")).to_have_text("Daring")
    expect(phone.locator(".net")).to_have_class("net")
    ask_to_keep(phone, COURSE, door="Simpan modul di HP")
    phone.locator("#ask label", has_text="Tanpa video").click()
    expect(phone.get_by_role("button", name="Sudah tersimpan")).to_be_disabled()
    line.silent.set()
    before = line.bytes_down
    open_at_once(phone, LESSON, TITLE)
    open_at_once(phone, QUIZ, "Kuis modul 1")
    open_at_once(phone, COURSE, "Kemasan Produk IKM")
    assert line.bytes_down == before
    phone.goto("/bantuan/", wait_until="domcontentloaded")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Tidak ada sinyal")
    expect(phone.get_by_role("link", name=TITLE)).to_be_visible()
    assert barriers(phone) == []


def test_video_that_was_not_kept_gives_way_to_words_until_there_is_a_signal(phone):
    keep(phone, LESSON, word="Tanpa video")
    phone.context.set_offline(True)
    open_at_once(phone, LESSON, TITLE)
    expect(phone.get_by_text("Video tidak ikut disimpan")).to_be_visible()
    expect(phone.locator(".film video")).to_be_hidden()
    expect(phone.locator(".film .pick")).to_be_hidden()
    assert barriers(phone) == []
    phone.context.set_offline(False)
    expect(phone.locator(".film video")).to_be_visible()
    expect(phone.get_by_text("Video tidak ikut disimpan")).to_be_hidden()


def test_download_goes_on_where_it_was_cut(phone, line, stack):
    choice = put_big_video(stack.var, BIG_BYTES)
    offer_instead(phone, choice)
    ask_to_keep(phone, LESSON)
    line.cut_after(*[INSIDE_A_PIECE] * CUTS)
    phone.locator("#ask label", has_text="Hemat").click()
    phone.get_by_role("button", name="Simpan, ").click()
    expect(phone.get_by_role("button", name="Hapus semua dari HP")).to_be_visible(timeout=90_000)
    assert line.cuts_left == 0
    # What was on the line at a cut is lost, never the piece it belonged to: that one goes on from its middle.
    resumed = [first for first in line.begun if first % PIECE]
    assert len(resumed) >= CUTS // 2
    assert kept_pieces(phone, choice["url"]) == choice["pieces"]


def test_piece_for_which_the_whole_file_comes_is_asked_for_again(phone, stack):
    choice = put_big_video(stack.var, BIG_BYTES)
    offer_instead(phone, choice)
    ask_to_keep(phone, LESSON)
    # A proxy that knows no ranges; twice, since a list that seems outdated is asked for once more.
    phone.route(f"**{choice['url']}", lambda route: route.fulfill(status=200, body=b"seluruh berkas"), times=2)
    phone.locator("#ask label", has_text="Hemat").click()
    phone.get_by_role("button", name="Simpan, ").click()
    expect(phone.get_by_role("button", name="Hapus semua dari HP")).to_be_visible(timeout=60_000)
    assert kept_pieces(phone, choice["url"]) == choice["pieces"]


def test_download_is_taken_up_again_on_another_page_and_by_a_newer_worker(phone, line, stack):
    choice = put_big_video(stack.var, BIG_BYTES)
    offer_instead(phone, choice)
    ask_to_keep(phone, LESSON)
    line.cut_after(BIG_BYTES // 3)
    phone.locator("#ask label", has_text="Hemat").click()
    phone.get_by_role("button", name="Simpan, ").click()
    # Asking the page lets Playwright answer for the list meanwhile.
    wait_until(lambda: phone.title() and not line.cuts_left, what="a third of the video")
    line.updated.set()
    phone.goto("/bantuan/")
    run_in_page(phone, "navigator.serviceWorker.ready.then((found) => found.update()).then(() => 1)", isolated=False)
    wait_until(lambda: kept_pieces(phone, choice["url"]) == choice["pieces"], what="the whole video", seconds=60)
    wait_until(lambda: shells(phone) == 1, what="the newer worker to have tidied up")
    wait_until(lambda: len(rows(phone, "lessons")) == 1, what="the lesson to be kept")


def test_paused_download_waits_for_its_owner(phone, stack):
    choice = put_big_video(stack.var, BIG_BYTES)
    offer_instead(phone, choice)
    ask_to_keep(phone, LESSON)
    phone.context.set_offline(True)
    phone.locator("#ask label", has_text="Hemat").click()
    phone.get_by_role("button", name="Simpan, ").click()
    expect(phone.get_by_text("menunggu sinyal")).to_be_visible()
    expect(phone.locator("#kabar")).to_have_text("Sinyal hilang; unduhan menunggu.")
    phone.get_by_role("button", name="Jeda").press("Enter")
    expect(phone.get_by_text("dijeda")).to_be_visible()
    expect(phone.locator("#jobs")).to_be_focused()
    phone.context.set_offline(False)
    phone.reload()
    expect(phone.get_by_text("dijeda")).to_be_visible()
    phone.get_by_role("button", name="Lanjutkan").click()
    expect(phone.get_by_role("button", name="Hapus semua dari HP")).to_be_visible(timeout=30_000)


def test_full_phone_is_told_in_words_and_goes_on_once_there_is_room(honest_phone, stack, line):
    phone = honest_phone
    choice = put_big_video(stack.var, BIG_BYTES)
    offer_instead(phone, choice)
    give_room(phone, line.url, 6_000_000)
    ask_to_keep(phone, LESSON)
    expect(phone.get_by_text("padahal perlu")).to_be_visible()
    expect(phone.get_by_role("button", name="Simpan, ")).to_be_disabled()
    give_room(phone, line.url, 20_000_000)
    ask_to_keep(phone, LESSON)
    give_room(phone, line.url, 3_000_000)
    phone.get_by_role("button", name="Simpan, ").click()
    expect(phone.get_by_text("HP penuh.")).to_be_visible()
    give_room(phone, line.url, 100_000_000)
    phone.get_by_role("button", name="Lanjutkan").click()
    expect(phone.get_by_role("button", name="Hapus semua dari HP")).to_be_visible(timeout=30_000)


def test_what_the_browser_threw_away_is_said_and_can_be_kept_again(phone):
    keep(phone, LESSON, word="Tanpa video")
    run_in_page(phone, "caches.delete('isi')")
    phone.reload()
    expect(phone.get_by_text("Peramban membuang sebagian materi ini")).to_be_visible()
    phone.get_by_role("button", name="Simpan lagi").click()
    expect(phone.get_by_text("Peramban membuang sebagian materi ini")).to_have_count(0)
    phone.context.set_offline(True)
    open_at_once(phone, LESSON, TITLE)


def test_revised_lesson_says_what_the_change_weighs_and_stays_readable_until_it_is_there(phone, stack):
    keep(phone, LESSON, word="Tanpa video")
    stack.run("tests.journeys.revise", TITLE, "Kalimat baru dari pengajar.")
    phone.reload()
    expect(phone.get_by_text("Materi diperbarui, ")).to_be_visible()
    phone.goto(LESSON)
    expect(phone.get_by_text("Kalimat baru dari pengajar.")).to_have_count(0)
    phone.goto("/tersimpan/")
    phone.get_by_role("button", name="Perbarui, ").click()
    expect(phone.get_by_text("Materi diperbarui, ")).to_have_count(0)
    phone.context.set_offline(True)
    phone.goto(LESSON)
    expect(phone.get_by_text("Kalimat baru dari pengajar.")).to_be_visible()
    with phone.expect_download() as download:
        phone.get_by_role("link", name="Catatan").click()
    assert download.value.path().read_text() == "Kalimat baru dari pengajar."


def test_owner_lets_go_of_one_lesson_and_of_all(phone):
    phone.on("dialog", lambda dialog: dialog.accept())
    keep(phone, COURSE, door="Simpan modul di HP", word="Tanpa video")
    run_in_page(phone, COMING_IN, isolated=False)
    phone.get_by_role("button", name=f"Hapus {TITLE}").click()
    expect(phone.get_by_role("link", name=TITLE)).to_have_count(0)
    assert run_in_page(phone, "self.arrived().then((found) => { self.end(); return !!found; })", isolated=False)
    phone.get_by_role("button", name="Hapus semua dari HP").click()
    expect(phone.get_by_text("Belum ada pelajaran di HP ini")).to_be_visible()
    assert rows(phone, "lessons") == []
    assert run_in_page(phone, "caches.open('isi').then((cache) => cache.keys()).then((keys) => keys.length)") == 0


def test_withdrawn_lesson_is_not_mistaken_for_a_lost_signal(phone):
    phone.goto("/tersimpan/?simpan=pelajaran/999999")
    expect(phone.get_by_text("Materi ini tidak ada lagi")).to_be_visible()
    expect(phone.get_by_role("link", name="Lihat kursus lain")).to_be_visible()


def test_nothing_but_the_page_is_fetched_before_the_first_touch(phone):
    phone.goto("/bantuan/")
    assert run_in_page(phone, "navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    ready_worker(phone)
    phone.context.set_offline(True)
    phone.goto("/tersimpan/")
    expect(phone.get_by_text("buka halaman ini sekali lagi saat ada sinyal")).to_be_visible()


def give_room(page: Page, origin: str, quota: int) -> None:
    """Let the browser believe that it may use so many bytes for this site."""
    session = page.context.new_cdp_session(page)
    session.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": quota})


def shells(page: Page) -> int:
    """Return how many versions of the site itself the phone keeps."""
    return int(run_in_page(page, "caches.keys().then((names) => names.filter((name) => /^kulit-/.test(name)).length)"))
