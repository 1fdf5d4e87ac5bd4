"""What a first visit costs a phone, in a real Chromium against the really running product.

Bytes are those on the wire, headers included, as the server compressed them. Times are under a slow phone on a slow
line: 400 kbit/s, 400 ms for each request, CPU slowed four times; they are there to be known, not to be passed.
"""

import sys
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from bench.harness import ROOT, Bench, Row, measuring
from tests.programs import find_chromium
from tools.running_demo import running_demo

FIRST_WINDOW = 14_600
NEXT_LESSON = 4_000
LESSON = "/kursus/kemasan/modul-1/mengapa-kemasan-menentukan/"
NEXT = "/kursus/kemasan/modul-1/kemasan-primer-sekunder-dan-tersier/"
FIRST_VISITS = {
    "home": "/",
    "sign-in": "/masuk/",
    "catalogue": "/kursus/",
    "course": "/kursus/kemasan/",
    "lesson with a video": LESSON,
}
TEXT = {"Document": "html", "Stylesheet": "css", "Script": "js"}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
    "locale": "id-ID",
}
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
WATCH_PAINT = """window.paint = 0; new PerformanceObserver(list => list.getEntries().forEach(
  entry => window.paint = entry.startTime)).observe({type: 'largest-contentful-paint', buffered: true});"""


@dataclass
class Visit:
    """Bytes of one visit by kind, and the seconds until its largest part was painted."""

    kinds: dict[str, str] = field(default_factory=dict)
    bytes_of: dict[str, float] = field(default_factory=dict)
    seconds: float = 0.0

    def begin(self, event: dict[str, Any]) -> None:
        """A response came: remember what kind it is."""
        mime = event["response"].get("mimeType", "")
        kind = TEXT.get(event["type"], "media" if mime.startswith(("video/", "audio/")) else "other")
        self.kinds[event["requestId"]] = kind

    def end(self, event: dict[str, Any]) -> None:
        """A response is complete: count it."""
        kind = self.kinds.get(event["requestId"], "other")
        self.bytes_of[kind] = self.bytes_of.get(kind, 0) + event["encodedDataLength"]

    @property
    def text_bytes(self) -> float:
        """HTML, CSS and JS together."""
        return sum(self.bytes_of.get(kind, 0) for kind in TEXT.values())


def main() -> int:
    """Measure, print, write; return 0 when every goal is kept."""
    rows = [Row(f"{name}: html, css, js", "B", FIRST_WINDOW) for name in FIRST_VISITS]
    rows += [
        Row("lesson with a video: media before a tap", "B", 0),
        Row("next lesson: html, css, js", "B", NEXT_LESSON),
        *(Row(f"{name}: everything", "B") for name in FIRST_VISITS),
        *(Row(f"{name}: largest paint, slow phone", "s") for name in FIRST_VISITS),
    ]
    with measuring("pages", rows) as bench, running_demo(ROOT / "var" / "bench" / "demo") as demo:
        demo.wait_for("Video contoh: 1 dari 3 siap", seconds=900)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
            for name, path in FIRST_VISITS.items():
                measure_first_visit(bench, browser, demo.url, name, path)
            bench.note("next lesson: html, css, js", next_visit(browser, demo.url).text_bytes)
            browser.close()
    return bench.finish()


def measure_first_visit(bench: Bench, browser: Browser, url: str, name: str, path: str) -> None:
    """Visit a page with an empty cache, once for the bytes and once on the slow phone."""
    visit = first_visit(browser, url + path, slow=False)
    bench.note(f"{name}: html, css, js", visit.text_bytes)
    bench.note(f"{name}: everything", sum(visit.bytes_of.values()))
    bench.note(f"{name}: largest paint, slow phone", first_visit(browser, url + path, slow=True).seconds)
    if path == LESSON:
        bench.note(f"{name}: media before a tap", visit.bytes_of.get("media", 0))


def first_visit(browser: Browser, address: str, *, slow: bool) -> Visit:
    """Return what a visit with an empty cache cost."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    visit = watched(context, page, slow=slow)
    arrive(page, address)
    visit.seconds = painted_after(page)
    context.close()
    return visit


def painted_after(page: Page) -> float:
    """Return when the largest part was painted, in seconds; the browser tells it a moment after it happened."""
    for _ in range(20):
        if milliseconds := float(page.evaluate("() => window.paint")):
            return milliseconds / 1000
        page.wait_for_timeout(250)
    raise RuntimeError(f"{page.url} was never painted")


def next_visit(browser: Browser, url: str) -> Visit:
    """Return what a lesson costs right after another one."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    arrive(page, url + LESSON)
    visit = watched(context, page, slow=False)
    arrive(page, url + NEXT)
    context.close()
    return visit


def watched(context: BrowserContext, page: Page, *, slow: bool) -> Visit:
    """Count from now on what `page` receives."""
    visit = Visit()
    session: CDPSession = context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.responseReceived", visit.begin)
    session.on("Network.loadingFinished", visit.end)
    context.add_init_script(WATCH_PAINT)
    if slow:
        session.send("Network.emulateNetworkConditions", SLOW)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    return visit


def arrive(page: Page, address: str) -> None:
    """Open a page and wait until nothing more is on its way."""
    response = page.goto(address, wait_until="networkidle", timeout=90_000)
    if response is None or not response.ok:
        raise RuntimeError(f"{address} answered {response.status if response else 'nothing'}")


if __name__ == "__main__":
    sys.exit(main())
