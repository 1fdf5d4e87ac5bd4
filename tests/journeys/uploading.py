"""What a trainer does on the light upload page, and how a big file for it is made."""

import hashlib
import os
from pathlib import Path

from playwright.sync_api import Page, expect

from bench.harness import wait_until
from tests.journeys.clips import make_clip

BLOCK_BYTES = 1024 * 1024


def make_big_clip(path: Path, size_bytes: int) -> Path:
    """Write a clip that plays, made as large as wanted by a box of random bytes which players skip."""
    make_clip(path, seconds=1, size="160x90")
    with path.open("ab") as file:
        left = size_bytes - file.tell()
        file.write((1).to_bytes(4, "big") + b"free" + left.to_bytes(8, "big"))
        for at in range(16, left, BLOCK_BYTES):
            file.write(os.urandom(min(BLOCK_BYTES, left - at)))
    return path


def choose(page: Page, clip: Path) -> None:
    """Choose the file; the title fills itself."""
    page.get_by_label("Berkas video").set_input_files(clip)
    expect(page.locator(".sending")).to_contain_text("Perkiraan biaya")


def send(page: Page) -> None:
    """Press the button."""
    page.get_by_role("button", name="Unggah", exact=True).click()


def percent_sent(page: Page) -> int:
    """Return where the bar stands."""
    value = page.locator(".sending progress").get_attribute("value", timeout=5000)
    return int(float(value or 0))


def wait_for_percent(page: Page, percent: int, *, seconds: float) -> None:
    """Wait until the bar has come so far."""
    wait_until(lambda: percent_sent(page) >= percent, what=f"{percent} percent", seconds=seconds)


def digests_kept(var: Path) -> set[str]:
    """Return the SHA-256 of every original that the product keeps."""
    found = set()
    for path in (var / "private" / "video").glob("*"):
        with path.open("rb") as file:
            found.add(hashlib.file_digest(file, "sha256").hexdigest())
    return found


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
