"""Story: an officer forms a class, holds a meeting where a learner's phone reads the QR code, and closes it."""

import os
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from core.clock import today
from tests.journeys.authoring import check_screen
from tests.journeys.conftest import DESK
from tests.journeys.pressing import press
from tests.journeys.signing_in import PASSWORD, come_in

COURSE = "Perbengkelan"
PART = ".cohort"  # what we added to the studio's screens
PICTURES = os.environ.get("CLASS_PICTURES", "")


def picture(page: Page, name: str) -> None:
    """Keep a picture at a desk and one as on a phone, where somebody asked for them."""
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)
        page.set_viewport_size({"width": 360, "height": 740})
        page.screenshot(path=f"{PICTURES}/{name}-phone.png", full_page=True)
        page.set_viewport_size(DESK["viewport"])


def read_qr(page: Page, folder: Path) -> str:
    """Photograph the code on the officer's screen and return the address in it."""
    page.locator(".cohort-qr").screenshot(path=folder / "qr.png")
    done = subprocess.run(["zbarimg", "--quiet", "--raw", str(folder / "qr.png")], capture_output=True, text=True)
    return done.stdout.strip()


def form_class(page: Page) -> None:
    """Fill the form of a class that meets today and is passed by being there."""
    page.goto("/studio/angkatan/")
    check_screen(page)
    press(page.get_by_role("link", name="Buat angkatan").first)
    course = page.locator("[name=course] option", has_text=COURSE).first
    page.locator("[name=course]").select_option(course.get_attribute("value"))
    page.locator("[name=title]").fill("Bengkel Busang")
    for name in ("starts_on", "ends_on"):
        page.locator(f"[name={name}]").fill(today().isoformat())
    page.locator("[name=mode]").select_option("luring")
    page.locator("[name=place]").fill("Balai Desa Contoh")
    page.locator("[name=rule][value=kehadiran]").check()
    picture(page, "buat")
    check_screen(page)
    press(page.get_by_role("button", name="Simpan, lalu tambah peserta"))


def fill_class(page: Page) -> None:
    """Paste somebody who has an account by name, and somebody new."""
    picture(page, "kosong")
    press(page.get_by_role("link", name="Pilih dari daftar peserta"))
    check_screen(page, ours=PART)
    picture(page, "pilih")
    press(page.get_by_role("link", name="Batal"))
    press(page.get_by_role("link", name="Tempel daftar"))
    page.locator("[name=text]").fill("Hasan Contoh\nWati Contoh; 0812 3456 7001; Bumi Etam")
    press(page.get_by_role("button", name="Periksa daftar"))
    expect(page.get_by_text("Akun Hasan Contoh ditemukan")).to_be_visible()
    picture(page, "tempel")
    press(page.get_by_role("button", name="Daftarkan 2 peserta"))
    check_screen(page, ours=PART)
    press(page.get_by_role("link", name="Mulai angkatan"))
    press(page.get_by_role("button", name="Mulai angkatan"))
    picture(page, "berjalan")


def plan_meeting(page: Page) -> None:
    """Plan today's meeting."""
    press(page.get_by_role("link", name="Tambah pertemuan"))
    page.locator("[name=topic]").fill("Merawat mesin ketinting")
    picture(page, "pertemuan-baru")
    check_screen(page)
    press(page.get_by_role("button", name="Simpan pertemuan"))
    picture(page, "pertemuan")
    check_screen(page, ours=PART)


@pytest.mark.needs("zbarimg")
def test_class_is_formed_met_by_qr_and_closed(new_context, phone, stack, tmp_path):
    officer = new_context(**DESK)[0].new_page()
    come_in(officer, stack, "petugas")
    form_class(officer)
    fill_class(officer)
    plan_meeting(officer)

    press(officer.get_by_role("link", name="Tampilkan kode QR"))
    check_screen(officer, ours=PART)
    picture(officer, "qr")
    address = read_qr(officer, tmp_path)
    assert address.startswith(f"{stack.url}/hadir/"), address
    phone.goto(urlsplit(address).path)
    form = phone.locator("form").filter(has=phone.locator("[name=password]"))
    form.locator("[name=login]").fill("hasan")
    form.locator("[name=password]").fill(PASSWORD)
    press(form.locator("button[type=submit], button:not([type])").first)
    expect(phone.get_by_text("Dicatat atas nama Hasan Contoh")).to_be_visible()
    if PICTURES:
        phone.screenshot(path=f"{PICTURES}/hadir.png")
    press(phone.get_by_role("button", name="Ya, saya hadir"))
    expect(phone.get_by_text("Kehadiran tercatat")).to_be_visible()

    officer.reload()
    expect(officer.get_by_text("1 dari 2 hadir")).to_be_visible()
    press(officer.get_by_role("link", name="daftar hadir"))
    wati = officer.get_by_role("group", name="Wati Contoh")
    wati.get_by_label("Tidak hadir").check()
    press(officer.get_by_role("button", name="Simpan kehadiran"))
    picture(officer, "dicatat")
    press(officer.get_by_role("link", name="Kembali ke angkatan"))
    press(officer.get_by_role("link", name="Tutup angkatan"))
    check_screen(officer, ours=PART)
    picture(officer, "tutup")
    expect(officer.get_by_text("Hadir 100%")).to_be_visible()
    press(officer.get_by_role("button", name="Tutup angkatan"))
    expect(officer.get_by_text("Sertifikat: 1, Surat Keterangan Mengikuti: 0, Tidak ada: 1.")).to_be_visible()
    picture(officer, "ditutup")

    press(phone.get_by_role("link", name="Buka halaman pelatihan"))
    expect(phone.get_by_text("Lulus menurut kehadiran")).to_be_visible()
    if PICTURES:
        phone.screenshot(path=f"{PICTURES}/kursus.png", full_page=True)
