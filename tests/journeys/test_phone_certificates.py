"""A certificate on the phone: kept with one tap, shown without a signal, gone when its holder signs out."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from bench.harness import wait_until
from tests.journeys.conftest import PATIENCE_MS
from tests.journeys.dead_zone import sign_in_on
from tests.journeys.keeping import fact, ready_worker, rows
from tests.journeys.pressing import press
from tests.journeys.watching import run_in_page

# What phones hold since the first release; until the new worker is there the old one opens version 1 with these.
FIRST_STORES = [
    "courses",
    "drafts",
    "events",
    "facts",
    "jobs",
    "lessons",
    "papers",
    "photos",
    "progress",
    "told",
    "videos",
]
OF_THE_FIRST_RELEASE = """new Promise((resolve, reject) => {
  const asked = indexedDB.open("ikm", 1);
  asked.onerror = reject;
  asked.onupgradeneeded = () => {
    const keys = { facts: null, lessons: "id", courses: "slug", videos: "url", jobs: "lesson", told: "id",
      progress: "account", photos: ["account", "sha256"], papers: ["account", "course"], drafts: ["account", "name"] };
    for (const name in keys) asked.result.createObjectStore(name, keys[name] ? { keyPath: keys[name] } : {});
    asked.result.createObjectStore("events", { keyPath: "n", autoIncrement: true });
  };
  asked.onsuccess = () => {
    const held = HELD, change = asked.result.transaction(Object.keys(held), "readwrite");
    for (const name in held) held[name].forEach((row) => change.objectStore(name).add(row));
    change.oncomplete = () => { asked.result.close(); resolve(); };
  };
})"""
AS_THE_OLD_WORKER = """new Promise((resolve, reject) => {
  const asked = indexedDB.open("ikm", 1);
  asked.onerror = () => reject(asked.error);
  asked.onsuccess = () => { asked.result.close(); resolve(Array.from(asked.result.objectStoreNames)); };
})"""
OTHER = {"account": "orang-lain"}  # nobody sends it while another sits there
HELD: dict[str, list[dict[str, Any]]] = {
    "events": [
        {
            **OTHER,
            "id": f"6a3f0f3e-2b1c-4d5e-8f90-a1b2c3d4e5f{place}",
            "kind": "quiz",
            "body": {"nilai": place},
            "files": ["a"],
        }
        for place in range(3)
    ],
    "photos": [{**OTHER, "sha256": "a", "bytes": "foto"}],
    "papers": [{**OTHER, "course": "kemasan", "until": "2030-01-01"}],
    "drafts": [{**OTHER, "name": "kuis-1", "answers": [1, 2]}],
    "progress": [{**OTHER, "lessons": [1]}],
}


@pytest.fixture(scope="module")
def holder(stack) -> str:
    """Return who has a certificate."""
    stack.run("tests.journeys.certify")
    return "pemilik"


@pytest.fixture
def phone(new_phone, holder) -> Page:
    """The phone of a certificate's holder, which knows them."""
    page: Page = new_phone()
    sign_in_on(page, holder)
    ready_worker(page)
    page.goto("/saya/")
    wait_until(lambda: fact(page, "account"), what="the phone to know the account")
    return page


def sheets(page: Page) -> list[dict[str, Any]]:
    """Return the certificates that the phone keeps, beside the final tests."""
    return [row for row in rows(page, "papers") if row["course"].startswith("sertifikat/")]


def keep_certificate(page: Page) -> None:
    """Press the button below the certificate and wait until it is kept."""
    press(page.get_by_role("link", name="Simpan di HP", exact=True))
    expect(page.get_by_text("Sertifikat sudah tersimpan di HP.")).to_be_visible(timeout=PATIENCE_MS)


def test_kept_certificate_opens_without_a_signal_byte_for_byte(phone):
    keep_certificate(phone)
    (kept,) = sheets(phone)
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
    assert sheets(phone) == []
    phone.goto("/tersimpan/")
    expect(phone.get_by_role("heading", name="Tersimpan di HP")).to_be_visible()
    expect(phone.get_by_role("heading", name="Sertifikat saya")).to_have_count(0)


def test_certificate_is_taken_off_the_phone_by_hand(phone):
    phone.on("dialog", lambda dialog: dialog.accept())
    keep_certificate(phone)
    phone.get_by_role("button", name="Hapus sertifikat").click()
    expect(phone.get_by_text("Sertifikat sudah dihapus dari HP.")).to_be_visible()
    assert sheets(phone) == []


def test_somebody_elses_certificate_is_not_kept(phone, stack):
    phone.goto("/tersimpan/?simpan=sertifikat/KTM-0000-0000-0000")
    expect(phone.get_by_text("Sertifikat ini tidak dapat disimpan")).to_be_visible()
    assert sheets(phone) == []


def test_phone_of_the_first_release_loses_nothing_and_its_old_worker_still_reads_it(new_phone, holder):
    page: Page = new_phone()
    page.goto("/sehat/")  # no script of ours is there yet
    run_in_page(page, OF_THE_FIRST_RELEASE.replace("HELD", json.dumps(HELD)))
    sign_in_on(page, holder)
    ready_worker(page)
    page.goto("/saya/")
    wait_until(lambda: fact(page, "account"), what="the phone to know the account")
    keep_certificate(page)
    assert len(sheets(page)) == 1
    for store, held in HELD.items():
        of_other = [row for row in rows(page, store) if row["account"] == OTHER["account"]]
        assert [{name: row[name] for name in held[0]} for row in of_other] == held
    assert run_in_page(page, AS_THE_OLD_WORKER) == FIRST_STORES
