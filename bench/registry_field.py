"""200 owners written down in the field, a browser that keeps dying, a line that keeps breaking.

`python -m bench.registry_field [--owners N] [--kills N] [--cuts N] [--seed N]`. An officer fills in the form at
`/lapangan/` on a line that answers nothing, while the browser is killed (SIGKILL, all of its processes) at random
moments; every fourth owner has a photo. Then the line comes back and is cut again and again while the phone sends. What
the phone said it had kept is compared with the registry.
"""

import argparse
import random
import shutil
import sqlite3
import sys
import time
from contextlib import suppress
from threading import Timer
from typing import Any

from playwright.sync_api import Error, Page, expect, sync_playwright

from bench.harness import Bench, Row, measuring, wait_until
from bench.phone_events import PROFILE, Pocket
from bench.phone_site import FOLDER, our_web
from tests.journeys.field import fill_in, get_ready
from tests.journeys.keeping import ready_worker, rows
from tests.journeys.signing_in import SESSION_COOKIE
from tests.journeys.silence import FickleProxy
from tests.journeys.watching import run_in_page

VAR = "var-field"
OFFICER = "petugas"
SEND = "phone.ask({ act: 'send' }); null"
LONGEST_DELAY_S, SENDING_DELAY_S, PHOTO_EVERY = 2.5, 0.15, 4
NAME = "Usaha Lapangan Contoh"


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, write; return 0 when nothing was lost or doubled."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--owners", type=int, default=200)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--cuts", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    random.seed(options.seed)
    shutil.rmtree(PROFILE, ignore_errors=True)
    shutil.rmtree(FOLDER / VAR, ignore_errors=True)
    found = [
        Row("owners kept on the phone", "owners", options.owners, at_least=True),
        Row("owners lost", "owners", 0),
        Row("owners doubled", "owners", 0),
        Row("photos lost", "photos", 0),
        Row("rows refused", "rows", 0),
        Row("left on the phone after sending", "rows", 0),
        Row("browser killed", "times", options.kills, at_least=True),
        Row("network cut", "times", options.cuts, at_least=True),
        Row("until all was sent", "s"),
    ]
    with measuring("registry_field", found) as bench, our_web(workers=1, var=VAR) as web, sync_playwright() as play:
        line = FickleProxy(web.port)
        pocket = Pocket(play, line)
        kept = write_down_all(pocket, options)
        started = time.monotonic()
        left = send_all(pocket, options.cuts)
        bench.note("until all was sent", time.monotonic() - started)
        bench.note("browser killed", pocket.kills)
        bench.note("network cut", pocket.cuts)
        bench.note("left on the phone after sending", left)
        pocket.close()
        line.stop()
        compare(bench, kept)
    return bench.finish()


def write_down_all(pocket: Pocket, options: argparse.Namespace) -> dict[str, bool]:
    """Fill in the form for every owner without a signal, while the browser dies; return names and who has a photo."""
    page = pocket.page()
    get_ready(page, OFFICER)
    pocket.session = [one for one in page.context.cookies() if one["name"] == SESSION_COOKIE]
    ready_worker(page)
    pocket.line.silent.set()
    pocket.line.cut_now()
    pocket.line.cuts_made = 0
    killed = set(random.sample(range(options.owners), options.kills))
    kept: dict[str, bool] = {}
    for number in range(options.owners):
        name, photo = f"{NAME} {number + 1}", not number % PHOTO_EVERY
        timer = Timer(random.uniform(0, LONGEST_DELAY_S), pocket.kill) if number in killed else None
        while not write_down(pocket, name, number, photo, timer):
            pass
        if timer:
            timer.join()
            pocket.close()
        kept[name] = photo
    return kept


def write_down(pocket: Pocket, name: str, number: int, photo: bool, timer: Timer | None) -> bool:
    """Write one owner down unless that was done before the browser died; say whether the phone holds them.

    The timer of a kill begins when the page stands there.
    """
    try:
        page = open_field(pocket)
        if timer and timer.ident is None:
            timer.start()
        if any(row["body"]["name"] == name for row in rows(page, "events")):
            return True
        fill_in(page, name, owner=f"Pemilik Contoh {number + 1}", phone=f"0899 1{number:07d}", photo=photo)
        page.get_by_role("button", name="Simpan di HP").click()
        expect(page.locator("#kabar")).to_have_text(f"{name} tersimpan di HP.", timeout=30_000)
    except (Error, AssertionError):  # the second is expect's own, when the browser is gone under it
        pocket.close()
        return False
    return True


def open_field(pocket: Pocket) -> Page:
    """Return the page as the phone keeps it."""
    page = pocket.page()
    if "/lapangan/" not in page.url:
        page.goto("/lapangan/", wait_until="domcontentloaded")
        expect(page.locator("#data")).to_be_visible(timeout=30_000)
    return page


def send_all(pocket: Pocket, cuts: int) -> int:
    """Let the line come back and be cut while the phone sends; return how many rows stay on the phone."""
    pocket.line.cut_now()
    pocket.line.cuts_made = pocket.cuts = 0
    pocket.line.silent.clear()
    page = open_field(pocket)
    for _ in range(cuts):
        cut_while_sending(pocket, page)

    def is_empty() -> bool:
        run_in_page(page, SEND, isolated=False)
        page.wait_for_timeout(1000)
        return all(row.get("parked") for row in rows(page, "events"))

    wait_until(is_empty, what="everything to be sent", seconds=600)
    left: list[Any] = [row for store in ("events", "photos", "told") for row in rows(page, store)]
    return len(left)


def cut_while_sending(pocket: Pocket, page: Page) -> None:
    """Have the phone send, and cut its line once it has asked for something."""
    before, asked = pocket.cuts, len(pocket.line.asked)

    def has_cut() -> bool:
        with suppress(Error):
            run_in_page(page, SEND, isolated=False)
        page.wait_for_timeout(random.uniform(0, SENDING_DELAY_S) * 1000)
        if len(pocket.line.asked) > asked:
            pocket.cut()
        return pocket.cuts > before

    wait_until(has_cut, what="a cut that hits something", seconds=120)


def compare(bench: Bench, kept: dict[str, bool]) -> None:
    """Hold what the phone said it had kept against what the registry has."""
    with sqlite3.connect(FOLDER / VAR / "db.sqlite3", timeout=30) as found:
        named = [
            name for (name,) in found.execute("SELECT name FROM businesses_business WHERE name LIKE ?", [f"{NAME}%"])
        ]
        similar = found.execute("SELECT count(*) FROM businesses_fieldrecord WHERE state <> 'recorded'").fetchone()[0]
        photos = found.execute(
            "SELECT count(*) FROM businesses_businessphoto WHERE business_id IS NOT NULL"
        ).fetchone()[0]
        refused = found.execute(
            "SELECT count(*) FROM sync_phoneevent WHERE kind = 'field_business' AND state <> 'accepted'"
        ).fetchone()[0]
    bench.note("owners kept on the phone", len(kept))
    bench.note("owners lost", len(set(kept) - set(named)))
    bench.note("owners doubled", len(named) - len(set(named)) + similar)
    bench.note("photos lost", sum(kept.values()) - photos)
    bench.note("rows refused", refused)


if __name__ == "__main__":
    sys.exit(main())
