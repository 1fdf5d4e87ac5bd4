"""An instructor writes down what is said in a video; a learner reads it, follows it and jumps by it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bench.harness import wait_until
from tests.journeys.accessibility import barriers
from tests.journeys.authoring import check_screen
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.playing import VIDEO, wait_for_video
from tests.journeys.pressing import press
from tests.journeys.signing_in import SESSION_COOKIE, come_in
from tests.journeys.test_phone_screens import TOO_WIDE
from tests.journeys.untranslated import untranslated
from tests.journeys.watching import run_in_page

VIDEO_TITLE = "Dua bungkus keripik"
LESSON_PATH = "/kursus/kemasan/modul-1/mengapa-kemasan-menentukan/"
SRT = """1
00:00:00,500 --> 00:00:02,000
Halo, Bapak dan Ibu

2
00:00:02,000 --> 00:00:04,000
Lihat dua bungkus ini lalu bandingkan

3
00:00:04,000 --> 00:00:05,500
<i>Mana</i> yang Anda pilih?
"""


@pytest.fixture
def desk_of_dewi(new_context, stack) -> Page:
    """Dewi at her laptop; leaving with unsaved lines asks first."""
    page: Page = new_context(**DESK)[0].new_page()
    come_in(page, stack, "dewi")
    return page


@pytest.fixture
def srt(tmp_path) -> Path:
    path = tmp_path / "keripik.srt"
    path.write_text(SRT)
    return path


def now(page: Page) -> float:
    """Return the moment at which the video stands."""
    return float(run_in_page(page, f"{VIDEO}.currentTime"))


def wait_for_moment(page: Page, seconds: float) -> None:
    wait_until(lambda: now(page) >= seconds, what=f"the video to reach {seconds}", seconds=20)


def texts(page: Page) -> list[str]:
    """Return what stands in the lines of the editor."""
    return [field.input_value() for field in page.locator(".captions-lines textarea").all()]


def open_editor(page: Page) -> None:
    """Go from the list to the video, from there to its captions, as soon as it can be played."""
    page.goto("/studio/video/")
    page.get_by_role("link", name=VIDEO_TITLE).click()
    wait_for_video(page)
    page.locator("main").get_by_role("link", name="Takarir").click()
    expect(page.locator("#captions")).to_be_visible()


def test_captions_from_file_to_learner(desk_of_dewi, new_context, srt):
    page = desk_of_dewi
    open_editor(page)
    check_screen(page, ours="main")
    page.get_by_label("Berkas .vtt atau .srt").set_input_files(srt)
    page.get_by_role("button", name="Buka berkas").click()
    expect(page.get_by_text("3 baris terbaca")).to_be_visible()
    check_screen(page, ours="main")
    lines = page.locator(".captions-lines li")
    assert texts(page)[2] == "Mana yang Anda pilih?"

    # Play from here, by the button beside the line.
    lines.nth(1).get_by_role("button", name="Putar dari sini").click()
    wait_for_moment(page, 2.1)
    assert now(page) < 4
    expect(page.locator("#captions-now")).to_have_text("Lihat dua bungkus ini lalu bandingkan")

    # By keys alone: pause, split at the cursor, take the video's time, take a line away and bring it back.
    field = lines.nth(1).get_by_label("Teks")
    field.focus()
    page.keyboard.press("Control+Space")
    assert run_in_page(page, f"{VIDEO}.paused")
    field.evaluate("field => field.setSelectionRange(22, 22)")
    page.keyboard.press("Control+Enter")
    assert texts(page)[1:3] == ["Lihat dua bungkus ini", "lalu bandingkan"]
    run_in_page(page, f"{VIDEO}.currentTime = 3; null")
    page.keyboard.press("Control+BracketLeft")
    expect(lines.nth(2).get_by_label("Mulai")).to_have_value("00:03,000")
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Control+BracketRight")
    expect(lines.nth(1).get_by_label("Selesai")).to_have_value("00:03,000")
    page.keyboard.press("Control+Shift+Backspace")
    expect(lines).to_have_count(3)
    page.get_by_role("button", name="Kembalikan baris").click()
    expect(lines).to_have_count(4)

    # A mistake is told beside the line, and what was typed is still there.
    lines.nth(3).get_by_label("Selesai").fill("0:01")
    page.keyboard.press("Control+KeyS")
    expect(page.get_by_text("Baris 4: Waktu selesai harus sesudah waktu mulai.")).to_be_visible()
    check_screen(page, ours="main")
    lines.nth(3).get_by_label("Selesai").fill("0:05,8")
    lines.nth(0).get_by_label("Teks").fill("Halo, Bapak & Ibu")
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.get_by_text("Takarir sudah disimpan: 4 baris.")).to_be_visible()

    learner_follows(new_context(**PHONE)[0].new_page())


def learner_follows(page: Page) -> None:
    """The track is there and off, the pane follows, a line jumps, and both are ours to read."""
    page.goto(LESSON_PATH)
    wait_for_video(page)
    tracks = f"[...{VIDEO}.textTracks].map(track => [track.kind, track.label, track.language, track.mode].join())"
    assert run_in_page(page, tracks) == ["captions,Takarir,id,disabled"]
    page.locator("summary", has_text="Teks video").click()
    rows = page.locator(".lines a")
    expect(rows).to_have_text(
        ["00.00Halo, Bapak & Ibu", "00.02Lihat dua bungkus ini", "00.03lalu bandingkan", "00.04Mana yang Anda pilih?"]
    )
    assert barriers(page) == []
    assert untranslated(page) == []
    assert run_in_page(page, TOO_WIDE) is False
    rows.nth(2).click()
    wait_for_moment(page, 3.1)
    expect(page.locator(".lines [aria-current]")).to_have_text(re.compile("lalu bandingkan|Mana yang"))
    wait_for_moment(page, 4.2)
    expect(page.locator(".lines [aria-current]")).to_have_text("00.04Mana yang Anda pilih?")
    run_in_page(page, f"{VIDEO}.textTracks[0].mode = 'showing'; null")
    cues = f"[...({VIDEO}.textTracks[0].cues || [])].map(cue => cue.text)"
    wait_until(lambda: len(run_in_page(page, cues)) == 4, what="the captions to load", seconds=20)
    assert run_in_page(page, cues)[0] == "Halo, Bapak &amp; Ibu"


def test_line_leads_to_its_moment_without_script(new_context, desk_of_dewi, srt):
    open_editor(desk_of_dewi)
    desk_of_dewi.get_by_label("Berkas .vtt atau .srt").set_input_files(srt)
    desk_of_dewi.get_by_role("button", name="Buka berkas").click()
    desk_of_dewi.get_by_role("button", name="Simpan", exact=True).click()
    page = new_context(**PHONE, java_script_enabled=False)[0].new_page()
    page.goto(LESSON_PATH)
    wait_for_video(page)
    page.locator("summary", has_text="Teks video").click()
    press(page.locator(".lines a").nth(2))
    expect(page.locator("video source").first).to_have_attribute("src", re.compile("#t=4$"))
    expect(page.locator(".lines a").nth(2)).to_be_visible()


def test_leaving_with_unsaved_lines_asks_first(desk_of_dewi, new_context):
    page = desk_of_dewi
    open_editor(page)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(page.url)
    assert asked == []
    page.get_by_role("button", name="Tambah baris").click()
    page.keyboard.type("Halo")
    page.goto("/studio/video/")
    assert asked == ["beforeunload"]


def test_editor_fits_a_phone(new_context, stack):
    page = new_context(**PHONE)[0].new_page()
    come_in(page, stack, "dewi")
    open_editor(page)
    assert run_in_page(page, TOO_WIDE) is False
    page.get_by_role("button", name="Tambah baris").click()
    for button in page.locator(".captions-acts button:visible, .captions-play, .captions-save").all():
        assert (button.bounding_box() or {})["height"] >= 48


def test_typing_outlives_a_bad_file_and_the_end_of_the_session(desk_of_dewi, stack, srt):
    page = desk_of_dewi
    open_editor(page)
    expect(page.get_by_text("Baris belum dapat diubah")).to_have_count(0)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Tambah baris").click()
    page.keyboard.type("Jangan hilang")
    srt.write_text("Halo")
    page.get_by_label("Berkas .vtt atau .srt").set_input_files(srt)
    page.get_by_role("button", name="Buka berkas").click()
    expect(page.get_by_text("Berkas ini bukan takarir")).to_be_visible()
    assert "Jangan hilang" in texts(page)

    editor = page.url.removesuffix("berkas/")
    page.context.clear_cookies(name=SESSION_COOKIE)
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.locator("[name=password]")).to_be_visible()
    come_in(page, stack, "dewi")
    page.goto(editor)
    assert "Jangan hilang" not in texts(page)
    check_screen(page, ours="main")
    page.get_by_role("button", name="Kembalikan ketikan").click()
    assert "Jangan hilang" in texts(page)
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.get_by_text("Takarir sudah disimpan")).to_be_visible()
    page.reload()
    assert "Jangan hilang" in texts(page)
    expect(page.get_by_role("button", name="Kembalikan ketikan")).to_be_hidden()


def test_lines_are_locked_until_the_script_is_there(desk_of_dewi):
    page = desk_of_dewi
    page.route("**/studio_captions*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    open_editor(page)
    expect(page.get_by_text("Baris belum dapat diubah")).to_be_visible()
    check_screen(page, ours="main")
