"""Stories: an officer imports a spreadsheet, mends an error, merges two rows; an owner corrects data on the phone."""

from playwright.sync_api import Page, expect

from bench.harness import wait_until
from tests.journeys.accessibility import barriers
from tests.journeys.authoring import check_screen
from tests.journeys.pressing import press
from tests.journeys.signing_in import come_in

PART = "main"
HEADS = "Nama usaha;Pemilik;Nomor WA;Desa;Kecamatan;Produk"
GOOD = "Dodol Cerita;Sri Cerita;;Kaliorang;Kaliorang;dodol"
WRONG = "Tempe Cerita;Tini Cerita;;Desa Entah;Kaliorang;tempe"
MENDED = "Tempe Cerita;Tini Cerita;;Kaliorang;Kaliorang;tempe"
TWIN = "Dodol Cerita;Bu Sri Cerita;;Kaliorang;Kaliorang;dodol nanas"


def take_in(page: Page, *rows: str, also_similar: bool = False) -> None:
    """Upload a spreadsheet with these rows, look at the preview, and wait until it is done."""
    page.goto("/studio/usaha-impor/")
    content = "\n".join([HEADS, *rows]).encode()
    page.locator("[name=file]").set_input_files({"name": "cerita.csv", "mimeType": "text/csv", "buffer": content})
    press(page.get_by_role("button", name="Unggah dan periksa"))
    check_screen(page, ours=PART)
    page.locator("[name=takes_duplicates]").set_checked(also_similar)
    press(page.get_by_role("button", name="Mulai impor"))
    wait_until(lambda: is_done(page), what="the import", seconds=120, every_s=0.5)


def is_done(page: Page) -> bool:
    """Ask again, as the page offers."""
    page.reload()
    return page.get_by_role("status").get_by_text("Selesai").is_visible()


def test_officer_imports_mends_an_error_and_merges_what_is_twice(desk, stack):
    come_in(desk, stack, "petugas")
    take_in(desk, GOOD, WRONG)
    check_screen(desk, ours=PART)
    expect(desk.get_by_text("Baris 2: Desa tidak ditemukan.")).to_be_visible()
    with desk.expect_download() as found:
        desk.get_by_role("link", name="Unduh berkas kesalahan (CSV)").click()
    assert "Tempe Cerita" in found.value.path().read_text("utf-8-sig")
    take_in(desk, GOOD, MENDED, TWIN, also_similar=True)
    desk.goto("/studio/usaha-ganda/?q=Dodol+Cerita")
    check_screen(desk, ours=PART)
    press(desk.get_by_role("link", name="Bandingkan").first)
    check_screen(desk, ours=PART)
    desk.locator("[name=keep]").first.check()
    desk.locator("[name=reason]").fill("Satu usaha, tercatat dua kali")
    press(desk.get_by_role("button", name="Gabungkan menjadi satu"))
    expect(desk.get_by_text("Kedua data kini satu")).to_be_visible()
    desk.goto("/studio/usaha/?q=Cerita")
    expect(desk.get_by_role("link", name="Dodol Cerita", exact=True)).to_have_count(1)
    expect(desk.get_by_role("link", name="Tempe Cerita", exact=True)).to_have_count(1)


def test_owner_corrects_own_data_on_the_phone(phone, stack):
    come_in(phone, stack, "ratna")
    phone.goto("/saya/")
    press(phone.get_by_role("link", name="Usaha saya"))
    assert barriers(phone) == []
    press(phone.get_by_role("link", name="Tambah usaha"))
    phone.locator("[name=name]").fill("Keripik Cerita")
    press(phone.get_by_role("button", name="Simpan"))
    press(phone.get_by_role("link", name="Perbaiki data usaha").last)
    assert barriers(phone) == []
    phone.locator("[name=workers]").fill("2")
    phone.locator("[name=workers_female]").fill("5")
    press(phone.get_by_role("button", name="Simpan"))
    expect(phone.locator("[name=workers_female]")).to_have_value("5")
    phone.locator("[name=workers]").fill("6")
    phone.locator("[name=product]").fill("keripik talas")
    press(phone.get_by_role("button", name="Simpan"))
    expect(phone.get_by_text("keripik talas")).to_be_visible()
    press(phone.get_by_role("button", name="Usaha ini masih berjalan").last)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Usaha saya")
