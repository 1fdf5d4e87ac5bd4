"""A certificate on the phone: kept with one tap, shown without a signal, gone when its holder signs out."""

import hashlib
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bench.harness import wait_until
from tests.journeys.dead_zone import sign_in_on
from tests.journeys.keeping import fact, ready_worker, rows
from tests.journeys.pressing import press


@pytest.fixture
def phone(new_phone) -> Page:
    """Ratna's phone, which knows her; she has a certificate."""
    page: Page = new_phone()
    sign_in_on(page, "ratna")
    ready_worker(page)
    page.goto("/saya/")
    wait_until(lambda: fact(page, "account"), what="the phone to know the account")
    return page


def keep_certificate(page: Page) -> None:
    """Press the button below the certificate and wait until it is kept."""
    press(page.get_by_role("link", name="Simpan di HP"))
    expect(page.get_by_text("Sertifikat sudah tersimpan di HP.")).to_be_visible()


def test_kept_certificate_opens_without_a_signal_byte_for_byte(phone):
    keep_certificate(phone)
    (kept,) = rows(phone, "sheets")
    phone.context.set_offline(True)
    phone.goto("/tersimpan/")
    expect(phone.get_by_role("heading", name="Sertifikat saya")).to_be_visible()
    expect(phone.get_by_text(f"Nomor {kept['number']}, kode {kept['code']}")).to_be_visible()
    with phone.expect_download() as coming:
        phone.get_by_role("link", name=kept["title"]).click()
    assert coming.value.suggested_filename == kept["file"]
    content = Path(coming.value.path()).read_bytes()
    assert content.startswith(b"%PDF-")
    assert hashlib.sha256(content).hexdigest() == kept["sha256"]


def test_certificate_leaves_the_phone_with_its_holder(phone):
    keep_certificate(phone)
    phone.context.set_offline(True)
    phone.goto("/tersimpan/")
    phone.get_by_role("button", name="Keluar dari HP ini").click()
    expect(phone.get_by_text("Sesi di server ditutup begitu ada sinyal.")).to_be_visible()
    assert rows(phone, "sheets") == []
    phone.goto("/tersimpan/")
    expect(phone.get_by_role("heading", name="Tersimpan di HP")).to_be_visible()
    expect(phone.get_by_role("heading", name="Sertifikat saya")).to_have_count(0)


def test_certificate_is_taken_off_the_phone_by_hand(phone):
    phone.on("dialog", lambda dialog: dialog.accept())
    keep_certificate(phone)
    phone.get_by_role("button", name="Hapus sertifikat").click()
    expect(phone.get_by_text("Sertifikat sudah dihapus dari HP.")).to_be_visible()
    assert rows(phone, "sheets") == []


def test_somebody_elses_certificate_is_not_kept(phone, stack):
    phone.goto("/tersimpan/?simpan=sertifikat/KTM-0000-0000-0000")
    expect(phone.get_by_text("Sertifikat ini tidak dapat disimpan")).to_be_visible()
    assert rows(phone, "sheets") == []
