"""A course that travels as a file, and the answers that come back as one: no network between a visit and the office."""

import json
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bench.harness import wait_until
from tests.journeys import learning
from tests.journeys.accessibility import barriers
from tests.journeys.dead_zone import answer_quiz, finish_lesson, hand_in, join
from tests.journeys.keeping import COURSE, LESSON, QUIZ, ask_to_keep, open_at_once, ready_worker, rows
from tests.journeys.playing import VIDEO
from tests.journeys.pressing import press
from tests.journeys.signing_in import come_in
from tests.journeys.watching import run_in_page

TITLE = "Mengapa kemasan menentukan"
ANSWERS = 3


@pytest.fixture
def office(desk, finished_video) -> Page:
    """A computer at the village office, with a line."""
    return desk


@pytest.fixture
def phone(new_phone) -> Page:
    """One phone on the line."""
    return new_phone()


def export(page: Page, folder: Path) -> Path:
    """Save the course as a file; its size stands on the button before anything is loaded."""
    ask_to_keep(page, COURSE, door="Simpan kursus di HP")
    page.locator("#ask label", has_text="Hemat").click()
    page.get_by_role("button", name="Lihat ukuran berkas").click()
    button = page.get_by_role("link", name="Unduh berkas, ")
    expect(button).to_be_visible()
    said = button.inner_text()
    with page.expect_download() as download:
        button.click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    assert path.name == "kemasan-hemat.ikm"
    assert run_in_page(page, f"phone.size({path.stat().st_size})", isolated=False) in said
    return path


def open_file(page: Page, path: Path) -> None:
    """Choose a file on the page of what is kept."""
    page.goto("/tersimpan/")
    page.get_by_label("Buka berkas kursus").set_input_files(path)


def make_result(page: Page, folder: Path) -> Path:
    """Make the file of what waits."""
    page.goto("/tersimpan/")
    page.get_by_role("button", name="Buat berkas hasil").click()
    button = page.get_by_role("link", name="Simpan hasil-bimtek-")
    expect(button).to_be_visible()
    with page.expect_download() as download:
        button.click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def upload(page: Page, path: Path) -> None:
    """Hand a result file in."""
    page.goto("/kirim-hasil/")
    page.get_by_label("Berkas hasil").set_input_files(path)
    press(page.get_by_role("button", name="Unggah berkas hasil"))


def changed(path: Path, name: str, at: int) -> Path:
    """Return a copy with one byte changed."""
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    copy = path.with_name(name)
    copy.write_bytes(content)
    return copy


def rewritten(path: Path, name: str, **fields: object) -> Path:
    """Return a copy whose list says something else."""
    copy = path.with_name(name)
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w") as new:
        for entry in old.namelist():
            content = old.read(entry)
            if entry == "manifest.json":
                content = json.dumps({**json.loads(content), **fields}).encode()
            new.writestr(zipfile.ZipInfo(entry), content)
    return copy


def visit_once(page: Page) -> None:
    """Come by once with a line, so that the phone is known and can open files from then on."""
    page.goto("/tersimpan/")
    ready_worker(page)
    page.goto("/tersimpan/")
    known = """new Promise((resolve) => { indexedDB.open("ikm").onsuccess = (event) => {
      const asked = event.target.result.transaction("facts").objectStore("facts").get("registered");
      asked.onsuccess = () => { event.target.result.close(); resolve(!!asked.result); };
    }; })"""
    wait_until(lambda: run_in_page(page, known), what="the phone to be registered")
    stocked = "caches.match(document.getElementById('tersimpan').dataset.berkas).then((found) => !!found)"
    wait_until(lambda: run_in_page(page, stocked), what="what opens files to be on the phone")


def test_course_travels_as_a_file_and_the_answers_come_back_as_one(office, phone, stack, tmp_path):
    pack = export(office, tmp_path)
    learning.sign_up(phone, stack, name="Wati Contoh", phone="0899 0000 0311", village="Kaliorang")
    join(phone)
    visit_once(phone)
    phone.context.set_offline(True)

    open_file(phone, pack)
    expect(phone.get_by_text("sudah di HP ini: ")).to_be_visible()
    assert barriers(phone) == []
    open_at_once(phone, COURSE, "Kemasan Produk IKM")
    open_at_once(phone, LESSON, TITLE)
    run_in_page(phone, f"{VIDEO}.play(); null")
    wait_until(lambda: run_in_page(phone, f"{VIDEO}.currentTime") > 0.2, what="the video to play", seconds=20)
    finish_lesson(phone)
    hand_in(phone)
    open_at_once(phone, QUIZ, "Kuis modul 1")
    answer_quiz(phone)
    result = make_result(phone, tmp_path)
    assert barriers(phone) == []

    come_in(office, stack, "petugas")
    upload(office, changed(result, "diubah.ikm.txt", result.stat().st_size - 200))
    expect(office.get_by_role("alert")).to_contain_text("berubah setelah dibuat")
    upload(office, result)
    expect(office.get_by_role("heading", level=1)).to_have_text("Berkas hasil diterima")
    expect(office.get_by_text("Wati Contoh")).to_be_visible()
    assert office.get_by_text("✓ Diterima").count() >= ANSWERS
    assert barriers(office) == []
    upload(office, result)
    assert office.get_by_text("Sudah pernah diterima").count() >= ANSWERS

    phone.context.set_offline(False)
    phone.goto("/tersimpan/")
    wait_until(lambda: not rows(phone, "events"), what="the queue to be sent", seconds=30)
    phone.goto(f"{LESSON}?daring=1")
    expect(phone.get_by_text("Pelajaran ini selesai")).to_be_visible()
    phone.goto(f"{QUIZ}?daring=1")
    expect(phone.get_by_text("Selesai, nilai 100")).to_be_visible()


def test_file_that_is_not_as_it_was_made_is_refused_in_words(office, phone, tmp_path):
    pack = export(office, tmp_path)
    with zipfile.ZipFile(pack) as archive:
        video = max(archive.infolist(), key=lambda one: one.file_size)
        listed = archive.getinfo("manifest.json")
        told = json.loads(archive.read("manifest.json"))
    cut = tmp_path / "putus.ikm"
    cut.write_bytes(pack.read_bytes()[:-1000])
    picture = tmp_path / "foto.ikm"
    picture.write_bytes(b"\xff\xd8 bukan kursus, tetapi foto")
    phone.goto("/tersimpan/")
    ready_worker(phone)
    for path, words in [
        (changed(pack, "video.ikm", video.header_offset + 100 + video.file_size // 2), "berubah setelah dibuat"),
        (changed(pack, "daftar.ikm", listed.header_offset + listed.file_size // 2), "berubah setelah dibuat"),
        (cut, "tidak utuh"),
        (picture, "bukan berkas kursus"),
        (rewritten(pack, "lama.ikm", format=0), "dibuat dengan versi situs yang lain"),
        (rewritten(pack, "asing.ikm", site="https://lain.example", key="0" * 16), "dari situs lain (https://lain"),
        (rewritten(pack, "kunci.ikm", key="0" * 16), "belum mengenal tanda tangan"),
        (rewritten(pack, "palsu.ikm", course={**told["course"], "title": "Lain"}), "berubah setelah dibuat"),
    ]:
        open_file(phone, path)
        expect(phone.locator("#files .note")).to_contain_text(words)
        assert rows(phone, "lessons") == [] and rows(phone, "courses") == []
    assert run_in_page(phone, "caches.open('isi').then((cache) => cache.keys()).then((keys) => keys.length)") == 0
    open_file(phone, pack)
    expect(phone.get_by_text("sudah di HP ini: ")).to_be_visible()


def test_page_for_result_files_says_what_to_do_without_a_signal(phone, tmp_path, stack):
    learning.sign_up(phone, stack, name="Wati Contoh", phone="0899 0000 0312", village="Kaliorang")
    phone.goto("/kirim-hasil/")
    ready_worker(phone)
    result = tmp_path / "hasil-bimtek-uji.ikm.txt"
    result.write_text("{}")
    phone.get_by_label("Berkas hasil").set_input_files(result)
    phone.context.set_offline(True)
    press(phone.get_by_role("button", name="Unggah berkas hasil"))
    expect(phone.get_by_role("heading", level=1)).to_have_text("Belum terkirim")
    assert barriers(phone) == []
    phone.goto("/kirim-hasil/")
    expect(phone.get_by_text("Tidak ada sinyal.")).to_be_visible()
    expect(phone.get_by_role("link", name="Buat berkas hasil")).to_be_visible()
    assert barriers(phone) == []
