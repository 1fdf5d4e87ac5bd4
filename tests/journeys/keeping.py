"""What a learner does to keep lessons on the phone, and how a journey looks at what the phone holds."""

import hashlib
import os
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Route, expect

from bench.harness import wait_until
from tests.journeys.pressing import press
from tests.journeys.watching import run_in_page

COURSE = "/kursus/kemasan/"
LESSON = f"{COURSE}modul-1/mengapa-kemasan-menentukan/"
QUIZ = f"{COURSE}modul-1/kuis/"
TASK = f"{COURSE}modul-1/kemasan-primer-sekunder-dan-tersier/"
OPENS_WITHIN_MS = 2000
PIECE = 256 * 1024
INSIDE_A_PIECE = PIECE * 3 // 4  # cuts so far apart fall on all parts of a piece


def ready_worker(page: Page) -> None:
    """Wait until the service worker answers for the page."""
    page.mouse.click(1, 1)
    run_in_page(page, "navigator.serviceWorker.ready.then(() => 1)", isolated=False)
    wait_until(lambda: is_taken(page), what="the worker to take the page", every_s=0.5)


def is_taken(page: Page) -> bool:
    """Say whether the worker answers for the page; one that was still loading when it took its pages is visited again.

    Not wait_for_function: asking again it evaluates text in the page, which the policy forbids.
    """
    if run_in_page(page, "!!navigator.serviceWorker.controller"):
        return True
    page.reload()
    return False


def ask_to_keep(page: Page, path: str, *, door: str = "Simpan di HP") -> None:
    """Go from a lesson or course to the choice of what to keep."""
    page.goto(path)
    press(page.get_by_role("link", name=door).first)
    expect(page.locator("#ask .pick")).to_be_visible()


def keep(page: Page, path: str, *, door: str = "Simpan di HP", word: str = "Hemat") -> None:
    """Keep a lesson, a module or a course, and wait until all of it is there."""
    ask_to_keep(page, path, door=door)
    page.locator("#ask label", has_text=word).click()
    page.get_by_role("button", name=re.compile("^Simpan, ")).click()
    expect(page.get_by_role("link", name="Lanjut belajar sambil mengunduh")).to_be_visible()
    wait_until(lambda: not rows(page, "jobs"), what="everything to be kept")
    expect(page.get_by_role("button", name="Hapus semua dari HP")).to_be_visible()


def open_at_once(page: Page, path: str, heading: str) -> None:
    """Open what is kept; it must stand there within two seconds."""
    page.goto(path, timeout=OPENS_WITHIN_MS, wait_until="domcontentloaded")
    expect(page.get_by_role("heading", level=1)).to_have_text(heading, timeout=OPENS_WITHIN_MS)


def rows(page: Page, store: str) -> list[dict[str, Any]]:
    """Return the rows of one of the phone's stores."""
    script = f"""new Promise((resolve, reject) => {{
      const asked = indexedDB.open("ikm");
      asked.onerror = reject;
      asked.onsuccess = () => {{
        const all = asked.result.transaction("{store}").objectStore("{store}").getAll();
        all.onsuccess = () => {{ asked.result.close(); resolve(JSON.parse(JSON.stringify(all.result))); }};
      }};
    }})"""
    found: list[dict[str, Any]] = run_in_page(page, script)
    return found


def fact(page: Page, name: str) -> Any:
    """Return what the phone notes under a name; None for nothing."""
    script = f"""new Promise((resolve, reject) => {{
      const asked = indexedDB.open("ikm");
      asked.onerror = reject;
      asked.onsuccess = () => {{
        const one = asked.result.transaction("facts").objectStore("facts").get("{name}");
        one.onsuccess = () => {{ asked.result.close(); resolve(one.result === undefined ? null : one.result); }};
      }};
    }})"""
    return run_in_page(page, script)


def kept_pieces(page: Page, url: str) -> list[str]:
    """Return the hashes of a video's pieces on the phone, in order, made from what lies there."""
    script = f"""(async () => {{
      const cache = await caches.open("isi"), found = [];
      for (let number = 0; ; number++) {{
        const piece = await cache.match(`{url}?keping=${{number}}`);
        if (!piece) return found;
        const hash = await crypto.subtle.digest("SHA-256", await piece.arrayBuffer());
        found.push(Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join(""));
      }}
    }})()"""
    found: list[str] = run_in_page(page, script)
    return found


def put_big_video(var: Path, size: int) -> dict[str, Any]:
    """Lay a file of random bytes among the public ones; return it as a choice of a lesson's list."""
    content = os.urandom(size)
    name = f"video/uji/{hashlib.sha256(content).hexdigest()}.mp4"
    path = var / "public" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    pieces = [hashlib.sha256(content[at : at + PIECE]).hexdigest() for at in range(0, size, PIECE)]
    return {
        "word": "hemat",
        "label": "Hemat",
        "codec": "h264",
        "type": "video/mp4",
        "url": f"/berkas/{name}",
        "size": size,
        "piece_bytes": PIECE,
        "pieces": pieces,
    }


def offer_instead(page: Page, choice: dict[str, Any]) -> None:
    """Let lists of lessons name this one choice for each video: our clips are too small to be cut in."""

    def answer(route: Route) -> None:
        found = route.fetch()
        listed = found.json()
        for video in listed["videos"]:
            video["choices"] = [choice]
        route.fulfill(response=found, json=listed)

    page.route(re.compile(r"/simpan/pelajaran/\d+\.json$"), answer)
