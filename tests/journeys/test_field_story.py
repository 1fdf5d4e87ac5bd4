"""An officer in the field: owners written down without a signal, put right, sent once, and shown to nobody else."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from bench.harness import wait_until
from tests.journeys.accessibility import barriers
from tests.journeys.conftest import PATIENCE_MS, PHONE
from tests.journeys.dead_zone import sign_in_on
from tests.journeys.field import fill_in, get_ready, save, write_down
from tests.journeys.keeping import fact, rows
from tests.journeys.pressing import press
from tests.journeys.signing_in import SESSION_COOKIE


@pytest.fixture
def phone(browser, line) -> Iterator[Page]:
    """An officer's phone, whose line may fail."""
    expect.set_options(timeout=PATIENCE_MS)
    context = browser.new_context(**PHONE, base_url=line.url)
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    yield page
    context.close()


def come_back(page: Page) -> None:
    """Have a signal again and wait until nothing waits."""
    page.context.set_offline(False)
    page.goto("/lapangan/")
    wait_until(lambda: all(row.get("parked") for row in rows(page, "events")), what="everything to be sent")


def test_officer_writes_down_owners_without_a_signal_and_comes_back(phone, desk, stack):
    get_ready(phone)
    phone.context.set_offline(True)
    phone.goto("/lapangan/")
    expect(phone.locator("#siap")).to_contain_text("tersimpan di HP")
    phone.get_by_role("button", name="Simpan di HP").click()
    expect(phone.locator("#salah")).to_have_text("Isi nama pemilik.")
    fill_in(phone, "Anyaman Lapangan", owner="Mina Contoh", phone="0899 0000 7101", photo=True)
    phone.locator("#agreed").uncheck()
    phone.get_by_role("button", name="Simpan di HP").click()
    expect(phone.locator("#salah")).to_contain_text("Bacakan persetujuan")
    phone.locator("#agreed").check()
    save(phone, "Anyaman Lapangan")
    write_down(phone, "Kopi Lapangn", owner="Jum Contoh")
    write_down(phone, "Warung Kedua", owner="Mina Contoh", phone="0899 0000 7101")
    assert barriers(phone) == []
    phone.goto("/lapangan/")
    expect(phone.get_by_role("heading", name="3 data di HP ini")).to_be_visible()
    phone.get_by_role("button", name="Perbaiki Kopi Lapangn").click()
    phone.locator("#name").fill("Kopi Lapangan")
    save(phone, "Kopi Lapangan")
    expect(phone.get_by_role("heading", name="3 data di HP ini")).to_be_visible()
    assert len(rows(phone, "events")) == 3

    come_back(phone)
    expect(phone.locator("#menunggu")).to_contain_text("Mirip usaha yang sudah tercatat (nomor HP sama)")
    assert rows(phone, "photos") == [] and rows(phone, "drafts") == []
    press(phone.get_by_role("link", name="Putuskan"))
    press(phone.get_by_role("link", name="Bandingkan"))
    expect(phone.get_by_text("Sudah tercatat: Anyaman Lapangan")).to_be_visible()
    assert barriers(phone) == []
    press(phone.get_by_role("button", name="Usaha lain: catat sebagai usaha baru"))
    expect(phone.get_by_text("Tidak ada yang perlu diputuskan.")).to_be_visible()

    desk.goto(f"{stack.url}/")
    desk.context.add_cookies(phone.context.cookies())
    for name in ("Anyaman Lapangan", "Kopi Lapangan", "Warung Kedua"):
        desk.goto(f"/studio/usaha/?q={name}")
        expect(desk.get_by_role("link", name=name, exact=True)).to_have_count(1)
    desk.goto("/studio/usaha/?q=Lapangn")
    expect(desk.get_by_role("link", name="Kopi Lapangn")).to_have_count(0)


def test_wrong_row_waits_to_be_mended_and_the_others_go(phone):
    get_ready(phone)
    phone.context.set_offline(True)
    write_down(phone, "Batik Salah Nomor", owner="Orang Lain", phone="0899 0000 0001")
    write_down(phone, "Batik Benar", owner="Wati Contoh")
    come_back(phone)
    expect(phone.locator("#menunggu")).to_contain_text("dengan nama lain")
    expect(phone.get_by_role("heading", name="1 data di HP ini")).to_be_visible()
    phone.get_by_role("button", name="Perbaiki Batik Salah Nomor").click()
    phone.locator("#phone").fill("")
    save(phone, "Batik Salah Nomor")
    wait_until(lambda: not rows(phone, "events"), what="the mended row to be sent")
    assert rows(phone, "told") == []


def test_half_a_form_survives_the_browser_and_others_see_nothing(phone):
    get_ready(phone)
    mine = fact(phone, "account")
    phone.context.set_offline(True)
    write_down(phone, "Rahasia Petugas", owner="Nur Contoh")
    fill_in(phone, "Setengah Jadi", owner="Eko Contoh")
    phone.locator("#name").blur()
    wait_until(lambda: rows(phone, "drafts"), what="the draft")
    phone.goto("/lapangan/")
    expect(phone.locator("#name")).to_have_value("Setengah Jadi")

    first = [one for one in phone.context.cookies() if one["name"] == SESSION_COOKIE]
    phone.route("**/sinkron/", lambda route: route.abort())
    phone.context.set_offline(False)
    phone.context.clear_cookies(name=SESSION_COOKIE)
    phone.goto("/bantuan/")
    phone.goto("/lapangan/")
    expect(phone.locator("#siap")).to_contain_text("Masuk dahulu sebagai petugas")
    expect(phone.locator("#data")).to_be_hidden()
    phone.unroute("**/sinkron/")
    sign_in_on(phone, "admin")
    phone.goto("/lapangan/")
    expect(phone.locator("#siap")).to_contain_text("Admin Contoh")
    expect(phone.locator("#name")).to_have_value("")
    assert "Rahasia Petugas" not in phone.locator("body").inner_text()
    assert [row["account"] for row in rows(phone, "events") if row["kind"] == "field_business"] in ([mine], [])
    sent = [row for row in rows(phone, "events") if row["account"] != mine]
    assert sent == []
    phone.context.clear_cookies(name=SESSION_COOKIE)
    sign_in_on(phone, "ratna")
    phone.goto("/lapangan/")
    expect(phone.locator("#siap")).to_contain_text("untuk petugas yang mendata usaha")
    expect(phone.locator("#data")).to_be_hidden()
    phone.context.clear_cookies(name=SESSION_COOKIE)
    phone.context.add_cookies(first)
    phone.goto("/saya/")
    wait_until(lambda: not rows(phone, "events"), what="the first officer's row to be sent")


def test_signing_out_takes_everything_off_the_phone(phone):
    get_ready(phone)
    phone.context.set_offline(True)
    write_down(phone, "Belum Terkirim", owner="Sri Contoh")
    phone.goto("/tersimpan/")
    phone.get_by_role("button", name="Keluar dari HP ini").click()
    expect(phone.get_by_text("Anda sudah keluar dari HP ini")).to_be_visible()
    assert not any(rows(phone, store) for store in ("events", "photos", "drafts", "papers", "told"))
    phone.goto("/lapangan/")
    expect(phone.locator("#data")).to_be_hidden()
    assert "Belum Terkirim" not in phone.locator("body").inner_text()
