"""`./run screens`: a picture of every screen as every demo person, and contact sheets of them, in `var/screens/`.

It signs in as each person, follows every link from where they begin, and takes one picture of each kind of address:
on a phone, the studio at a desk, and as a learner also on a wide screen and, after a course was kept, without a signal.
Nothing is sent: only pages that a link leads to. `--url` takes a demo that is running already, `--only` some people.
"""

import argparse
import re
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

import django
from django.urls import Resolver404, resolve
from PIL import Image, ImageDraw, ImageOps
from playwright.sync_api import Browser, Error, Page, sync_playwright

from demo.public import PASSWORD, PEOPLE
from lms.settings import env
from tests.journeys.keeping import keep, ready_worker
from tests.programs import find_chromium
from tools.running_demo import running_demo

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True, "locale": "id-ID"}
DESK = {"viewport": {"width": 1240, "height": 800}, "locale": "id-ID"}
STRANGER, LEARNER = "tamu", "ratna"
STARTS = ("/", "/kursus/", "/masuk/", "/daftar/", "/periksa/", "/bantuan/", "/privasi/", "/mentor/", "/lapangan/")
DEMO_STARTS = ("/saya/", "/demo/pesan/")
STAFF_STARTS = ("/studio/",)
# What a click would change or fetch, and what shows a person's session.
NOT_FOLLOWED = re.compile(r"/keluar/|/logout/|\.(pdf|zip)$|/unduh/|/berkas/|/static/|/demo/video/|export=|/sehat/")
MOST_SCREENS = 250
KEPT_STARTS = ("/kursus/kemasan/", "/tersimpan/", "/bantuan/")
LOOKS = {"phone": PHONE, "desk": DESK, "wide": DESK, "offline": PHONE}
THUMBNAIL = {"phone": (144, 296), "desk": (310, 200), "wide": (310, 200), "offline": (144, 296)}


@dataclass
class Walk:
    """One person's walk on one device: what was seen, kind by kind, and what went wrong."""

    person: str
    device: str
    folder: Path
    seen: dict[str, Path] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def main() -> int:
    """Walk as everybody; return 1 if any screen answered with our own fault."""
    options = _options()
    django.setup()
    folder = env.VAR / "screens"
    with _demo(options) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        walks = [walk for person in _people(options.only) for walk in _walk_as(browser, url, person, folder)]
        browser.close()
    draw_sheet(walks, folder / "contact.png")
    faults = [fault for walk in walks for fault in walk.faults]
    _say(f"{sum(len(walk.seen) for walk in walks)} gambar di {folder}; lembar ringkas: {folder / 'contact.png'}")
    for fault in faults:
        _say(fault)
    return 1 if faults else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="", help="a demo that is running already")
    parser.add_argument("--only", nargs="*", default=[], help="sign-in names, or tamu for nobody signed in")
    parser.add_argument("--patience", type=float, default=600, help="seconds to wait for the narrated videos")
    return parser.parse_args()


@contextmanager
def _demo(options: argparse.Namespace) -> Iterator[str]:
    """Yield the address of the demo named, or of one of our own whose videos are ready."""
    if options.url:
        yield options.url
        return
    with running_demo(env.VAR / "screens-demo") as own:
        own.wait_for("Video contoh: 3 dari 3 siap", seconds=options.patience)
        yield own.url


def _people(only: list[str]) -> list[str]:
    everybody = [STRANGER, *(person.username for person in PEOPLE)]
    return [name for name in everybody if not only or name in only]


def _walk_as(browser: Browser, url: str, person: str, folder: Path) -> Iterator[Walk]:
    """Walk as one person on each device that shows them something of its own."""
    for device, look in LOOKS.items():
        context = browser.new_context(base_url=url, **look)
        page = context.new_page()
        if person != STRANGER:
            sign_in(page, person)
        walk = Walk(person, device, folder / (person if device in ("phone", "desk") else f"{person}-{device}"))
        walk.folder.mkdir(parents=True, exist_ok=True)
        follow_links(page, _starts_on(device, page, person), walk)
        context.close()
        _say(f"{person}, {device}: {len(walk.seen)} layar")
        yield walk


def _starts_on(device: str, page: Page, person: str) -> tuple[str, ...]:
    """Return where to begin; without a signal after a course was kept. Nowhere, where there is nothing to see."""
    if device == "desk":
        return STAFF_STARTS if _opens(page, "/studio/") else ()
    if device != "phone" and person != LEARNER:
        return ()
    if device == "offline":
        page.goto(KEPT_STARTS[0])
        ready_worker(page)
        keep(page, KEPT_STARTS[0], door="Simpan kursus di HP", word="Tanpa video")
        page.context.set_offline(True)
        return KEPT_STARTS
    return (*STARTS, *DEMO_STARTS)


def _opens(page: Page, path: str) -> bool:
    """Say whether `path` opens to this person, instead of the sign-in or a refusal."""
    response = page.goto(path)
    return response is not None and response.ok and urlsplit(page.url).path == path


def sign_in(page: Page, person: str) -> None:
    """Sign in by name and password."""
    page.goto("/masuk/")
    page.fill("input[name=login]", person)
    page.fill("input[name=password]", PASSWORD)
    page.locator("form:has(input[name=password]) button").first.click()
    page.wait_for_load_state()


def follow_links(page: Page, starts: tuple[str, ...], walk: Walk) -> None:
    """Take one picture of each kind of address that links lead to, nearest first."""
    waiting = deque(starts)
    known = set(starts)
    while waiting and len(walk.seen) < MOST_SCREENS:
        path = waiting.popleft()
        kind = kind_of(path)
        if not kind or kind in walk.seen or kind.startswith("studio") != (walk.device == "desk"):
            continue
        for link in take_picture(page, path, kind, walk):
            if link not in known:
                known.add(link)
                waiting.append(link)


def kind_of(path: str) -> str:
    """Return the route that answers `path`, e.g. `kursus/<slug:course>/`; empty for what is not to be followed."""
    if NOT_FOLLOWED.search(path):
        return ""
    try:
        return str(resolve(urlsplit(path).path).route) or "beranda"
    except Resolver404:
        return ""


def take_picture(page: Page, path: str, kind: str, walk: Walk) -> list[str]:
    """Open `path`, keep its picture, and return the links of the page as paths of this site."""
    try:
        response = page.goto(path)
    except Error:
        if walk.device == "offline":  # left to the network by the worker: the browser's own page, none of ours
            return []
        raise
    if response is None or response.status >= 500:
        walk.faults.append(f"{walk.person} {path}: {response.status if response else 'tidak menjawab'}")
        return []
    arrived = page.url.removeprefix(url_of(page))
    if kind_of(arrived) not in {kind, ""}:  # sent on to another screen, which gets its own picture
        return [arrived]
    picture = walk.folder / f"{re.sub(r'[^a-z0-9]+', '-', kind.lower()).strip('-')}.png"
    page.screenshot(path=picture)
    walk.seen[kind] = picture
    own = urlsplit(page.url).netloc
    links = page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
    parts = [urlsplit(urldefrag(link).url) for link in links]
    return [f"{part.path}?{part.query}" if part.query else part.path for part in parts if part.netloc == own]


def url_of(page: Page) -> str:
    """Return the address of the site that `page` shows, without a path."""
    parts = urlsplit(page.url)
    return f"{parts.scheme}://{parts.netloc}"


def draw_sheet(walks: list[Walk], path: Path) -> None:
    """Draw every picture small, a band for each person and device."""
    bands = [draw_band(walk) for walk in walks if walk.seen]
    if not bands:
        return
    sheet = Image.new("RGB", (max(band.width for band in bands), sum(band.height for band in bands)), "white")
    top = 0
    for band in bands:
        sheet.paste(band, (0, top))
        top += band.height
    sheet.save(path)


def draw_band(walk: Walk) -> Image.Image:
    """Draw one person's screens in rows, each with its kind of address below."""
    width, height = THUMBNAIL[walk.device]
    columns = 3000 // (width + 12)
    rows = -(-len(walk.seen) // columns)
    band = Image.new("RGB", (3000, 40 + rows * (height + 28)), "white")
    pen = ImageDraw.Draw(band)
    pen.text((12, 8), f"{walk.person} ({walk.device})", fill="black", font_size=22)
    for place, (kind, picture) in enumerate(walk.seen.items()):
        left, top = 12 + place % columns * (width + 12), 40 + place // columns * (height + 28)
        with Image.open(picture) as whole:
            band.paste(ImageOps.fit(whole.convert("RGB"), (width, height)), (left, top))
        pen.rectangle((left, top, left + width, top + height), outline="#ccc")
        pen.text((left, top + height + 4), kind[-width // 6 :], fill="#333", font_size=11)
    return band


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
