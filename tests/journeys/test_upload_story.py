"""A trainer uploads from her phone over a line that breaks: nothing that arrived is sent again."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.accessibility import barriers
from tests.journeys.conftest import PHONE
from tests.journeys.cutting import CuttingProxy
from tests.journeys.signing_in import come_in
from tests.journeys.uploading import choose, digest_of, digests_kept, make_big_clip, send, wait_for_percent

SIZE_BYTES = 8_000_000
SMALL_BYTES = 300_000
CUTS = 8
SENT_TWICE = 0.05
SECONDS = 60


@pytest.fixture
def line(stack):
    proxy = CuttingProxy(stack.port)
    yield proxy
    proxy.stop()


def test_upload_survives_cuts_a_reload_and_a_server_restart(new_context, stack, line, tmp_path):
    context, _ = new_context(**PHONE)
    page = context.new_page()
    come_in(page, stack, "dewi")
    clip = make_big_clip(tmp_path / "cara_melipat-kardus.mp4", SIZE_BYTES)
    page.goto(f"{line.url}/unggah/")
    assert barriers(page) == []
    choose(page, clip)
    assert barriers(page) == []
    before = line.bytes_up
    line.cut_at(*(before + SIZE_BYTES * number // (CUTS + 1) for number in range(1, CUTS + 1)))
    send(page)
    wait_for_percent(page, 30, seconds=SECONDS)
    line.refusing = True
    line.cut_now()
    expect(page.locator(".sending")).to_contain_text("yang sudah sampai tidak hilang")
    stack.restart_web()
    line.refusing = False

    page.reload()
    choose(page, clip)
    expect(page.locator(".sending")).to_contain_text("Unggahan dilanjutkan dari")
    send(page)
    card = page.locator("[data-videos] section").first
    expect(card).to_contain_text("cara melipat kardus", timeout=SECONDS * 1000)
    expect(page.get_by_text("Belum selesai")).to_be_hidden()
    expect(page.get_by_text("Belum ada video")).to_have_count(0)
    assert line.cuts_made > CUTS
    assert digest_of(clip) in digests_kept(stack.var)
    assert line.bytes_up - before <= SIZE_BYTES * (1 + SENT_TWICE)
    assert barriers(page) == []


@pytest.fixture
def page(new_context, stack) -> Page:
    """Dewi's phone."""
    page: Page = new_context(**PHONE)[0].new_page()
    come_in(page, stack, "dewi")
    return page


@pytest.fixture
def clips(tmp_path) -> tuple[Path, Path]:
    """The wrong file, and the right one."""
    return tuple(make_big_clip(tmp_path / f"{name}.mp4", SMALL_BYTES) for name in ("salah", "benar"))


def test_file_that_was_left_for_another_is_not_sent_any_more(page, stack, line, clips):
    wrong, right = clips
    page.goto(f"{line.url}/unggah/")
    choose(page, wrong)
    line.refusing = True
    line.cut_now()
    send(page)
    expect(page.locator(".sending")).to_contain_text("Dicoba lagi dalam")
    choose(page, right)
    line.refusing = False
    send(page)
    expect(page.locator("[data-videos] section").first).to_contain_text("benar", timeout=SECONDS * 1000)
    page.reload()
    expect(page.get_by_text("Belum selesai")).to_have_count(0)
    kept = digests_kept(stack.var)
    assert (digest_of(right) in kept, digest_of(wrong) in kept) == (True, False)


def test_file_is_exchanged_in_the_studio_after_it_has_arrived(page, stack, clips):
    wrong, right = clips
    asked = []
    page.on(
        "dialog", lambda dialog: (asked.append(dialog.message), dialog.accept() if len(asked) > 1 else dialog.dismiss())
    )
    page.goto("/studio/video/tambah/")
    page.get_by_label("Berkas video").set_input_files(wrong)
    another = page.get_by_role("button", name="Pilih berkas lain")
    another.click()
    expect(page.get_by_label("Berkas video")).to_be_disabled()
    another.click()
    assert asked == ["Batalkan unggahan ini? Yang sudah sampai dihapus."] * 2
    expect(another).to_have_count(0)
    page.get_by_label("Berkas video").set_input_files(right)
    expect(page.get_by_text("Berkas sudah sampai.")).to_be_visible()
    expect(page.get_by_label("Judul")).to_have_value("benar")
    page.locator("main form [type=submit]").last.click()
    expect(page).to_have_url(re.compile(r"/studio/video/\d+/$"))
    assert digest_of(right) in digests_kept(stack.var)
    assert digest_of(wrong) not in digests_kept(stack.var)


def test_what_the_studio_began_goes_on_from_another_browser(page, new_context, stack, tmp_path):
    clip = make_big_clip(tmp_path / "dari studio.mp4", SMALL_BYTES)
    pieces = []

    def answer(route):
        pieces.extend([route] if route.request.method == "PATCH" else [])
        route.abort() if len(pieces) > 1 else route.fallback()

    page.route("**/unggah/berkas/**", answer)
    page.goto("/studio/video/tambah/")
    page.get_by_label("Berkas video").set_input_files(clip)
    expect(page.locator(".sending")).to_contain_text("Dicoba lagi dalam")
    page.close()
    phone = new_context(**PHONE)[0].new_page()
    come_in(phone, stack, "dewi")
    phone.goto("/unggah/")
    choose(phone, clip)
    expect(phone.locator(".sending")).to_contain_text("Unggahan dilanjutkan dari")
    send(phone)
    expect(phone.get_by_text("Video “dari studio” sudah diunggah")).to_be_visible()
    assert digest_of(clip) in digests_kept(stack.var)


def test_answers_on_the_way_are_told_apart(new_context, stack, clips):
    context, watch = new_context(**PHONE)
    watch.expect_statuses(403, 408)
    page = context.new_page()
    come_in(page, stack, "dewi")
    answers = [(408, "text/html", "<h1>408</h1>"), (403, "text/plain; charset=utf-8", "Akun Anda tidak dapat.")]

    def answer(route):
        if route.request.method != "PATCH":
            return route.fallback()
        status, kind, body = answers.pop(0)
        return route.fulfill(status=status, content_type=kind, body=body)

    page.route("**/unggah/berkas/**", answer)
    page.goto("/unggah/")
    choose(page, clips[0])
    send(page)
    expect(page.locator(".sending")).to_contain_text("Akun Anda tidak dapat.")
    assert answers == []
