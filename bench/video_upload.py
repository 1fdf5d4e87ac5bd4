"""What a broken line costs an upload: 500 MB through 50 cuts, page reloads and a server restart, in a real Chromium.

A proxy between browser and product breaks every connection each time another fiftieth has gone up, and leaves the
product hanging at each second cut. It counts what the line carried; whatever is beyond the file's size was sent twice
or is talk about it. `python -m bench.video_upload [MB] [CUTS]`
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bench.harness import Bench, Row, measuring
from tests.conftest import template_path
from tests.journeys.conftest import FLAGS, PHONE
from tests.journeys.cutting import CuttingProxy
from tests.journeys.signing_in import come_in
from tests.journeys.stack import Stack, running_stack
from tests.journeys.uploading import choose, digest_of, digests_kept, make_big_clip, send, wait_for_percent
from tests.programs import find_chromium

MB = 1_000_000
TITLE = "rekaman besar"
SENT_TWICE_GOAL = 5
RELOADS = (25, 70)
RESTART = 45
SECONDS = 1800
NOT_SAME = "upload: files that came out different"
TWICE = "upload: sent twice"


def rows() -> list[Row]:
    """Return what is measured here, for whoever runs several measurements together."""
    return [
        Row(NOT_SAME, "", 0),
        Row(TWICE, "%", SENT_TWICE_GOAL),
        Row("upload: size", "MB"),
        Row("upload: cuts, reloads and a restart", ""),
        Row("upload: wall", "s"),
    ]


def main() -> int:
    """Measure, print, write; return 0 when every goal is kept."""
    words = sys.argv[1:]
    size, cuts = int(words[0]) if words else 500, int(words[1]) if len(words) > 1 else 50
    with measuring("video_upload", rows()) as bench, tempfile.TemporaryDirectory() as folder:
        measure(bench, Path(folder), size_bytes=size * MB, cuts=cuts)
    return bench.finish()


def measure(bench: Bench, folder: Path, *, size_bytes: int, cuts: int) -> None:
    """Upload once over the broken line and note what came of it."""
    clip = make_big_clip(folder / f"{TITLE.replace(' ', '_')}.mp4", size_bytes)
    var = folder / "var"
    var.mkdir()
    template = template_path()
    with running_stack(var, template if template.exists() else None, with_worker=False) as stack:
        with line_to(stack) as line, phone(stack) as page:
            began = time.monotonic()
            before = upload(page, stack, line, clip, cuts=cuts)
            bench.note("upload: wall", time.monotonic() - began)
            bench.note(TWICE, (line.bytes_up - before - size_bytes) * 100 / size_bytes)
            bench.note("upload: cuts, reloads and a restart", line.cuts_made)
        bench.note("upload: size", size_bytes / MB)
        bench.note(NOT_SAME, 0 if digest_of(clip) in digests_kept(var) else 1)


def upload(page: Page, stack: Stack, line: CuttingProxy, clip: Path, *, cuts: int) -> int:
    """Send the file through everything that goes wrong; return what the line had carried before."""
    page.goto(f"{line.url}/unggah/")
    before, size = line.bytes_up, clip.stat().st_size
    line.cut_at(*(before + size * number // (cuts + 1) for number in range(1, cuts + 1)))
    begin(page, clip)
    for percent in sorted((*RELOADS, RESTART)):
        wait_for_percent(page, percent, seconds=SECONDS)
        if percent == RESTART:
            stack.restart_web()
        else:
            line.cut_now()
            page.goto(f"{line.url}/unggah/")
            begin(page, clip)
    page.locator("[data-videos] section", has_text=TITLE).wait_for(timeout=SECONDS * 1000)
    return before


def begin(page: Page, clip: Path) -> None:
    """Choose the file and send it, or go on with it."""
    choose(page, clip)
    send(page)


@contextmanager
def line_to(stack: Stack) -> Iterator[CuttingProxy]:
    """A line to the product, torn down at the end."""
    line = CuttingProxy(stack.port)
    try:
        yield line
    finally:
        line.stop()


@contextmanager
def phone(stack: Stack) -> Iterator[Page]:
    """An instructor's phone, signed in."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        page = browser.new_context(**PHONE).new_page()
        come_in(page, stack, "dewi")
        yield page
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
