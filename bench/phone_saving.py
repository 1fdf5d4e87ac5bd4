"""A heavy course saved on a line that breaks: `python -m bench.phone_saving [--megabytes N] [--cuts N]`.

The line is cut each time so many bytes have come down, on all parts of a piece. Then each piece on the phone is hashed
and compared with the server's lists, and what came over the line with what the course weighs.
"""

import argparse
import os
import re
import subprocess
import sys
import time
from typing import Any

from playwright.sync_api import Page, expect, sync_playwright

from bench.harness import ROOT, Bench, Row, measuring, wait_until
from bench.phone_site import FOLDER, our_web
from tests.journeys.conftest import FLAGS, PHONE
from tests.journeys.keeping import INSIDE_A_PIECE, PIECE, kept_pieces, ready_worker, rows
from tests.journeys.silence import FickleProxy
from tests.programs import find_chromium

COURSE = "kemasan"
VAR = "var-saving"
LONGEST_S = 600
WORD = "hemat"


def main() -> int:
    """Measure, print, write; return 0 when every goal is kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=60)
    parser.add_argument("--cuts", type=int, default=20)
    options = parser.parse_args()
    found = [
        Row("saved course: lessons missing", "lessons", 0),
        Row("saved course: pieces missing or wrong", "pieces", 0),
        Row("saved course: bytes twice, headers included", "%", 5),
        Row("saved course", "MB"),
        Row("cuts that did not come", "cuts", 0),
        # Some fall between two pieces, where there is nothing to go on with.
        Row("cuts after which no piece went on from its middle", "cuts", options.cuts / 2),
        Row("until all was saved", "s"),
    ]
    with measuring("phone_saving", found) as bench, our_web(workers=1, var=VAR) as web, sync_playwright() as playwright:
        values = {"IKM_VAR": str(FOLDER / VAR), "DJANGO_SETTINGS_MODULE": "lms.settings", "IKM_DEMO": "1"}
        words = [sys.executable, "-m", "bench.phone_course", str(options.megabytes)]
        subprocess.run(words, cwd=ROOT, env=os.environ | values, check=True)
        line = FickleProxy(web.port)
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        page = browser.new_context(**PHONE, base_url=line.url).new_page()  # type: ignore[arg-type]
        page.set_default_timeout(60_000)
        save(bench, page, line, options)
        browser.close()
        line.stop()
    return bench.finish()


def save(bench: Bench, page: Page, line: FickleProxy, options: argparse.Namespace) -> None:
    """Save the course while the line breaks, and look at what is there."""
    page.goto(f"/kursus/{COURSE}/")
    ready_worker(page)
    course = page.request.get(f"/simpan/kursus/{COURSE}.json").json()
    lessons = [one for module in course["modules"] for one in module["lessons"]]
    page.goto(f"/tersimpan/?simpan=kursus/{COURSE}")
    page.locator("#ask label", has_text="Hemat").click()
    started, before = time.monotonic(), line.bytes_down
    whole_pieces = options.megabytes * 1_000_000 // (options.cuts + 1) // PIECE
    line.cut_after(*[(whole_pieces - 1) * PIECE + INSIDE_A_PIECE] * options.cuts)
    page.get_by_role("button", name=re.compile("^Simpan, ")).click()
    expect(page.get_by_role("link", name="Lanjut belajar sambil mengunduh")).to_be_visible()
    wait_until(lambda: not rows(page, "jobs"), what="the course to be saved", seconds=LONGEST_S)
    came = line.bytes_down - before
    weight = sum(one["bytes"] + one["choices"].get(WORD, [0])[0] for one in lessons)
    bench.note("until all was saved", time.monotonic() - started)
    bench.note("saved course", weight / 1e6)
    bench.note("saved course: bytes twice, headers included", max(0.0, 100 * (came / weight - 1)))
    bench.note("cuts that did not come", line.cuts_left)
    resumed = sum(first % PIECE > 0 for first in line.begun)
    bench.note("cuts after which no piece went on from its middle", options.cuts - resumed)
    kept = {row["id"] for row in rows(page, "lessons")}
    bench.note("saved course: lessons missing", len({one["id"] for one in lessons} - kept))
    bench.note("saved course: pieces missing or wrong", sum(wrong_pieces(page, one["id"]) for one in lessons))


def wrong_pieces(page: Page, lesson: int) -> int:
    """Return how many pieces of a lesson's videos are not on the phone as the server lists them."""
    listed: dict[str, Any] = page.request.get(f"/simpan/pelajaran/{lesson}.json").json()
    wrong = 0
    for video in listed["videos"]:
        choice = next(one for one in video["choices"] if one["word"] == WORD)
        there = kept_pieces(page, choice["url"])
        wrong += sum(one != other for one, other in zip(choice["pieces"], there, strict=False))
        wrong += abs(len(choice["pieces"]) - len(there))
    return wrong


if __name__ == "__main__":
    sys.exit(main())
