"""A queue on a phone that keeps dying: `python -m bench.phone_events [--events N] [--kills N] [--cuts N] [--seed N]`.

A learner answers quizzes, the phone keeps and sends them, while its browser is killed (SIGKILL, all of its processes)
and its line is cut or silenced at random moments. Then what the phone said it had kept is compared with what the
server has.
"""

import argparse
import itertools
import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Timer
from typing import Any

from playwright.sync_api import BrowserContext, Error, Page, Playwright, sync_playwright

from bench.harness import Bench, Row, measuring, wait_until
from bench.phone_site import FOLDER, LEARNER, our_web
from tests.journeys.conftest import FLAGS, PHONE
from tests.journeys.dead_zone import join, sign_in_on
from tests.journeys.keeping import LESSON, keep, ready_worker, rows
from tests.journeys.signing_in import SESSION_COOKIE
from tests.journeys.silence import FickleProxy
from tests.journeys.watching import run_in_page
from tests.programs import find_chromium

COURSE = "kemasan"
VAR = "var-events"
PROFILE = FOLDER / "events-profile"
SAID = "kept "
LONGEST_DELAY_S, SILENT_ROUNDS = 1.5, 0.3
KEEP = """(async () => {
  for (const body of %s) {
    const line = new MessageChannel(), message = { act: "keep", kind: "quiz", body, label: "Kuis" };
    const kept = new Promise((resolve) => (line.port1.onmessage = (event) => resolve(event.data)));
    navigator.serviceWorker.controller.postMessage(message, [line.port2]);
    const row = await kept;
    if (row) console.log("kept " + row.id);
  }
  navigator.serviceWorker.controller.postMessage({ act: "send" });
})()"""
SEND = "navigator.serviceWorker.controller.postMessage({ act: 'send' }); null"
Body = dict[str, Any]


class Pocket:
    """A phone whose browser can be killed and whose line can be cut; both are counted where they hit something.

    `kept` are the ids that it said it had kept, in their order.
    """

    def __init__(self, playwright: Playwright, line: FickleProxy) -> None:
        self.playwright, self.line, self.url = playwright, line, line.url
        self.kills = self.cuts = 0
        self.kept: dict[str, None] = {}
        self.session: list[Any] = []
        self.context: BrowserContext | None = None

    def page(self) -> Page:
        """Return a page of the browser, opened anew where it was killed."""
        if self.context is None:
            chromium = self.playwright.chromium
            options = {"executable_path": find_chromium(), "args": FLAGS, "base_url": self.url, **PHONE}
            self.context = chromium.launch_persistent_context(str(PROFILE), **options)  # type: ignore[arg-type]
            self.context.set_default_timeout(60_000)
            # Chrome writes cookies down after half a minute; whoever is killed before signs in again.
            self.context.add_cookies(self.session)
            page = self.context.pages[0]
            page.on("console", lambda message: self.hear(message.text))
        return self.context.pages[0]

    def hear(self, text: str) -> None:
        """Note an id that the phone kept."""
        if text.startswith(SAID):
            self.kept[text.removeprefix(SAID)] = None

    def kill(self) -> None:
        """End all processes of this browser at once, without a chance to write anything."""
        found = list(browser_processes())
        for pid in found:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.kills += bool(found)

    def cut(self) -> None:
        """Break what is open on its line."""
        before = self.line.cuts_made
        self.line.cut_now()
        self.cuts += self.line.cuts_made - before

    def close(self) -> None:
        """Let go of the browser, killed or not."""
        with suppress(Error):
            if self.context:
                self.context.close()
        self.context = None


def browser_processes() -> Iterator[int]:
    """Yield the processes of the browser that has our profile."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                if f"--user-data-dir={PROFILE}".encode() in (entry / "cmdline").read_bytes():
                    yield int(entry.name)


def main() -> int:
    """Measure, print, write; return 0 when nothing was lost or doubled."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=500)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--cuts", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    random.seed(options.seed)
    shutil.rmtree(PROFILE, ignore_errors=True)
    found = [
        Row("queued events: lost", "events", 0),
        Row("queued events: doubled", "events", 0),
        Row("queued events: out of order", "events", 0),
        Row("queued events", "events"),
        Row("kills that hit no browser", "kills", 0),
        Row("cuts that hit no line", "cuts", 0),
        Row("browser killed", "times"),
        Row("network cut", "times"),
        Row("until all was sent", "s"),
    ]
    with measuring("phone_events", found) as bench, our_web(workers=1, var=VAR) as web, sync_playwright() as playwright:
        line = FickleProxy(web.port)
        pocket = Pocket(playwright, line)
        started = time.monotonic()
        learn(pocket, options)
        bench.note("until all was sent", time.monotonic() - started)
        bench.note("browser killed", pocket.kills)
        bench.note("kills that hit no browser", options.kills - pocket.kills)
        bench.note("network cut", pocket.cuts)
        bench.note("cuts that hit no line", options.cuts - pocket.cuts)
        pocket.close()
        line.stop()
        compare(bench, list(pocket.kept))
    return bench.finish()


def learn(pocket: Pocket, options: argparse.Namespace) -> None:
    """Answer quizzes round after round, each with one disturbance, then send what is left."""
    page = pocket.page()
    sign_in_on(page, LEARNER)
    pocket.session = [one for one in page.context.cookies() if one["name"] == SESSION_COOKIE]
    join(page)
    ready_worker(page)
    keep(page, LESSON, word="Tanpa video")
    bodies = list(itertools.islice(answers(page), options.events))
    disturbances = ["kill"] * options.kills + ["cut"] * options.cuts
    random.shuffle(disturbances)
    forget_earlier_runs()
    for number, disturbance in enumerate(disturbances):
        share = bodies[number :: len(disturbances)]
        learn_a_round(pocket, share, disturbance)
    pocket.line.cut_now()
    page = arrive(pocket)

    def is_empty() -> bool:
        run_in_page(page, SEND, isolated=False)
        page.wait_for_timeout(1000)
        return all(row.get("parked") for row in rows(page, "events"))

    wait_until(is_empty, what="everything to be sent", seconds=300)
    for row in rows(page, "events"):
        sys.stdout.write(f"refused: {row['parked']}\n")


def learn_a_round(pocket: Pocket, share: list[Body], disturbance: str) -> None:
    """Keep and send some events; something happens at a random moment while that goes on."""
    if random.random() < SILENT_ROUNDS:
        pocket.line.silent.set()
    page = arrive(pocket)
    timer = Timer(random.uniform(0, LONGEST_DELAY_S), pocket.kill if disturbance == "kill" else pocket.cut)
    timer.start()
    before = len(pocket.kept)
    while len(pocket.kept) < before + len(share):
        left = share[len(pocket.kept) - before :]
        try:
            run_in_page(page, KEEP % json.dumps(left), isolated=False)
            page.wait_for_timeout(200)
        except Error:
            pocket.close()
            page = arrive(pocket)
    timer.join()
    if disturbance == "kill":
        pocket.close()
    pocket.line.silent.clear()


def arrive(pocket: Pocket) -> Page:
    """Return a page that the worker answers for, whatever the line does."""
    page = pocket.page()
    if "/tersimpan/" not in page.url:
        page.goto("/tersimpan/", wait_until="domcontentloaded")
        page.wait_for_function("navigator.serviceWorker.controller")
    return page


def answers(page: Page) -> Iterator[Body]:
    """Yield goes at the course's quizzes, no two alike."""
    course = page.request.get(f"/simpan/kursus/{COURSE}.json").json()
    ids = [lesson["id"] for module in course["modules"] for lesson in module["lessons"]]
    lessons = [page.request.get(f"/simpan/pelajaran/{pk}.json").json() for pk in ids]
    goes = [goes_at(lesson) for lesson in lessons if lesson["quiz"]]
    return (body for together in itertools.zip_longest(*goes) for body in together if body)


def goes_at(lesson: Body) -> Iterator[Body]:
    """Yield goes at one quiz: all options in all orders of its questions."""
    quiz = lesson["quiz"]
    for order in itertools.permutations(quiz["questions"]):
        for options in itertools.product(*(range(len(one["options"])) for one in order)):
            chosen = [{"question": one["key"], "option": at} for one, at in zip(order, options, strict=True)]
            yield {"lesson": lesson["id"], "block": quiz["block"], "answers": chosen}


def database() -> sqlite3.Connection:
    """Open the server's database beside it."""
    return sqlite3.connect(FOLDER / VAR / "db.sqlite3", timeout=30)


PERSON = "(SELECT id FROM accounts_user WHERE username = ?)"
GOES = (
    "FROM courses_attempt WHERE kind = 'kuis' AND enrolment_id IN "
    f"(SELECT id FROM courses_enrolment WHERE person_id = {PERSON})"
)


def forget_earlier_runs() -> None:
    """Begin with no events and no goes of this learner."""
    with database() as rows_of:
        rows_of.execute(f"DELETE FROM courses_answer WHERE attempt_id IN (SELECT id {GOES})", [LEARNER])
        rows_of.execute(f"DELETE {GOES}", [LEARNER])
        rows_of.execute(f"DELETE FROM sync_phoneevent WHERE person_id = {PERSON}", [LEARNER])


def compare(bench: Bench, kept: list[str]) -> None:
    """Hold what the phone said it had kept against what the server has."""
    with database() as found:
        sent = found.execute(
            f"SELECT client_id, state FROM sync_phoneevent WHERE kind = 'quiz' AND person_id = {PERSON} ORDER BY id",
            [LEARNER],
        ).fetchall()
        goes = found.execute(f"SELECT count(*) {GOES}", [LEARNER]).fetchone()[0]
    arrived = [pk for pk, state in sent if state == "accepted"]
    wanted = [pk.replace("-", "") for pk in kept]
    bench.note("queued events", len(wanted))
    bench.note("queued events: lost", len(set(wanted) - set(arrived)))
    bench.note("queued events: doubled", goes - len(set(arrived)))
    known = [pk for pk in arrived if pk in set(wanted)]
    bench.note("queued events: out of order", sum(one != other for one, other in zip(known, wanted, strict=False)))


if __name__ == "__main__":
    sys.exit(main())
