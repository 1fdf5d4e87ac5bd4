"""What pages cost a phone: bytes, requests, and the wait on a slow line beside that for a constant page of 10 KB.

Times are under the slow-phone profile of `bench.pages` (400 kbit/s, 400 ms for each request, CPU slowed four times) and
mean something only beside each other. Bytes are those on the line, headers included; a stylesheet fetched ahead for the
next page counts among them, but not among the requests that a page needs.
"""

import argparse
import statistics
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from bench.harness import Bench, Row, measuring
from bench.pages import FIRST_WINDOW, FLAGS, PHONE, SLOW, painted_after
from bench.phone_site import LEARNER, PASSWORD, constant_web, our_web
from tests.journeys.silence import FickleProxy
from tests.programs import find_chromium

TEXT = "/kursus/kemasan/modul-1/kemasan-primer-sekunder-dan-tersier/"
BEFORE = "/kursus/kemasan/modul-1/mengapa-kemasan-menentukan/"
FIRST_VISITS = {"sign-in": "/masuk/", "lesson text": TEXT}
SCREENS = {"home": "/", "course": "/kursus/kemasan/", "lesson": TEXT, "quiz": "/kursus/kemasan/modul-1/kuis/"}
WATCH = """window.paint = 0; window.blocked = 0;
const watch = (type, see) => new PerformanceObserver(list => list.getEntries().forEach(see))
  .observe({type, buffered: true});
watch('largest-contentful-paint', entry => window.paint = entry.startTime);
watch('longtask', entry => window.blocked += Math.max(0, entry.duration - 50));"""


@dataclass
class Line:
    """What came over the line, each request by its id."""

    sizes: dict[str, float] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    ahead: set[str] = field(default_factory=set)

    def begin(self, event: dict[str, Any]) -> None:
        """A response came."""
        self.kinds[event["requestId"]] = event["type"]
        answer = event["response"]
        if answer.get("fromDiskCache") or answer.get("fromPrefetchCache") or answer.get("fromServiceWorker"):
            self.kept.add(event["requestId"])

    def hit(self, event: dict[str, Any]) -> None:
        """It lay in the browser's memory."""
        self.kept.add(event["requestId"])

    def ask(self, event: dict[str, Any]) -> None:
        """Something is asked for; the site's icon is left out: a browser fetches it once, not with each first visit."""
        if event["request"]["url"].endswith(".svg") and "/icons/" in event["request"]["url"]:
            self.kept.add(event["requestId"])
        if event["request"]["url"].endswith(".css") and event["type"] == "Other":  # a prefetch: for the next page
            self.ahead.add(event["requestId"])

    def end(self, event: dict[str, Any]) -> None:
        """It is complete."""
        if event["requestId"] not in self.kept:
            self.sizes[event["requestId"]] = event["encodedDataLength"]

    def of(self, *kinds: str) -> float:
        """Return the bytes of these kinds."""
        return sum(size for request, size in self.sizes.items() if self.kinds.get(request) in kinds)

    @property
    def bytes(self) -> float:
        """All bytes, those fetched ahead for the next page among them."""
        return sum(self.sizes.values())

    @property
    def requests(self) -> int:
        """How many requests the page itself needed."""
        return len(self.sizes.keys() - self.ahead)

    @property
    def requests_in_all(self) -> int:
        """How many there were with those for the next page."""
        return len(self.sizes)


def main() -> int:
    """Measure, print, write; return 0 when every goal is kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with (
        measuring("phone_pages", rows()) as bench,
        our_web(workers=1) as ours,
        constant_web() as constant,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        note_bytes(bench, browser, ours.url)
        note_waits(bench, browser, ours.url, constant.url, options.runs)
        note_screens(bench, browser, ours.url)
        browser.close()
    return bench.finish()


def rows() -> list[Row]:
    """Return all rows of this part."""
    found = []
    for name in FIRST_VISITS:
        found += [Row(f"first visit, {name}", "B", FIRST_WINDOW)]
        found += [Row(f"first visit, {name}, requests of the page", "requests", 2)]
        found += [Row(f"first visit, {name}, requests with those for the next page", "requests")]
    found += [
        Row("first visit, lesson text, script before a tap", "B", 10_000),
        Row("next lesson mid-session, signed in", "B", 4000),
        Row("next lesson mid-session, signed in, requests", "requests", 1),
        Row("largest paint, cold, of a constant page", "x", 1.5),
        Row("largest paint, warm, of a constant page", "x", 1.2),
        Row("largest paint, cold", "s"),
        Row("largest paint, warm", "s"),
        Row("largest paint, constant page, cold", "s"),
        Row("largest paint, constant page, warm", "s"),
    ]
    for name in SCREENS:
        found += [Row(f"{name}: blocking time", "ms", 0), Row(f"{name}: elements", "elements", 250)]
        found += [Row(f"{name}: script's memory", "MB", 1.5)]
    return found


@contextmanager
def phone(browser: Browser, *, slow: bool = False) -> Iterator[tuple[BrowserContext, Page, CDPSession, Line]]:
    """Yield a phone that was never here before, and what comes over its line."""
    context = browser.new_context(**PHONE)
    context.add_init_script(WATCH)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    line = Line()
    listen(session, line)
    if slow:
        session.send("Network.emulateNetworkConditions", SLOW)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    yield context, page, session, line
    context.close()


def listen(session: CDPSession, line: Line) -> None:
    """Write down what comes from now on."""
    session.on("Network.requestWillBeSent", line.ask)
    session.on("Network.responseReceived", line.begin)
    session.on("Network.requestServedFromCache", line.hit)
    session.on("Network.loadingFinished", line.end)


def arrive(page: Page, address: str) -> None:
    """Open a page and wait until nothing more is on its way."""
    answer = page.goto(address, wait_until="networkidle", timeout=90_000)
    if answer is None or not (answer.ok or answer.status == 304):
        raise RuntimeError(f"{address} answered {answer.status if answer else 'nothing'}")


def note_bytes(bench: Bench, browser: Browser, url: str) -> None:
    """Count first visits, and a lesson right after another one."""
    for name, path in FIRST_VISITS.items():
        with phone(browser) as (_, page, _, line):
            arrive(page, url + path)
            bench.note(f"first visit, {name}", line.bytes)
            bench.note(f"first visit, {name}, requests of the page", line.requests)
            bench.note(f"first visit, {name}, requests with those for the next page", line.requests_in_all)
    bench.note("first visit, lesson text, script before a tap", line.of("Script"))
    note_next_lesson(bench, browser, url)


def note_next_lesson(bench: Bench, browser: Browser, url: str) -> None:
    """Count on the line itself: a browser does not tell its pages what their service worker fetches."""
    proxy = FickleProxy(int(url.rsplit(":", 1)[1]))
    with phone(browser) as (_, page, _, _):
        sign_in(page, proxy.url)
        arrive(page, proxy.url + BEFORE)
        page.evaluate("navigator.serviceWorker.ready.then(() => 0)")
        arrive(page, proxy.url + BEFORE)
        bytes_before, asked_before = proxy.bytes_down, len(proxy.asked)
        arrive(page, proxy.url + TEXT)
        bench.note("next lesson mid-session, signed in", proxy.bytes_down - bytes_before)
        bench.note("next lesson mid-session, signed in, requests", len(proxy.asked) - asked_before)
        sys.stdout.write("".join(f"asked: {line}\n" for line in proxy.asked[asked_before:]))
    proxy.stop()


def sign_in(page: Page, url: str) -> None:
    """Become the demo's learner."""
    arrive(page, f"{url}/masuk/")
    page.fill("[name=login]", LEARNER)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/saya/")


def note_waits(bench: Bench, browser: Browser, ours: str, constant: str, runs: int) -> None:
    """Take turns between the lesson and the constant page, each cold and then warm."""
    seconds: dict[str, list[float]] = {}
    for _ in range(runs):
        for name, address in (("", ours + TEXT), ("constant page, ", constant + "/")):
            with phone(browser, slow=True) as (_, page, _, _):
                for state in ("cold", "warm"):
                    arrive(page, address)
                    seconds.setdefault(f"largest paint, {name}{state}", []).append(painted_after(page))
                    page.goto("about:blank")
    middle = {name: statistics.median(values) for name, values in seconds.items()}
    for name, value in middle.items():
        bench.note(name, value)
    for state in ("cold", "warm"):
        ratio = middle[f"largest paint, {state}"] / middle[f"largest paint, constant page, {state}"]
        bench.note(f"largest paint, {state}, of a constant page", ratio)


def note_screens(bench: Bench, browser: Browser, url: str) -> None:
    """Look at each screen as somebody signed in sees it, on the slow phone."""
    with phone(browser, slow=True) as (_, page, session, _):
        sign_in(page, url)
        session.send("Performance.enable")
        for name, path in SCREENS.items():
            arrive(page, url + path)
            bench.note(f"{name}: blocking time", page.evaluate("() => window.blocked"))
            bench.note(f"{name}: elements", page.evaluate("() => document.getElementsByTagName('*').length"))
            session.send("HeapProfiler.collectGarbage")
            found = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
            bench.note(f"{name}: script's memory", found["JSHeapUsedSize"] / 1e6)


if __name__ == "__main__":
    sys.exit(main())
