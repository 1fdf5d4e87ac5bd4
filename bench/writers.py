"""Eight writers on one SQLite file for half a minute, through the real stack: nobody may meet a locked database.

Five people answer quizzes over HTTP, one process puts messages into the outbox, the worker's two processes send them.
"""

import os
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urljoin

import django
import requests

from bench.harness import ROOT, Bench, Row, let_pass, measuring, wait_until
from demo.public import PASSWORD, PEOPLE
from tools.running_demo import Demo, running_demo

SECONDS = 30
SETTLE_SECONDS = 120
MESSAGES_A_SECOND = 10
QUIZ = "/kursus/kemasan/modul-1/kuis/"
LOCKED = "database is locked"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
QUIZ_FORM = re.compile(r'action="(/belajar/pelajaran/\d+/kuis/)"')
PLACE = re.compile(r"soal (\d+) dari (\d+)")


@dataclass
class Tally:
    """What all writers together have met; appended to from several threads, which lists allow."""

    seconds: list[float] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)


class Learner:
    """One person with a browser's session, who answers the same quiz again and again."""

    def __init__(self, url: str, username: str, tally: Tally) -> None:
        self.url = url
        self.tally = tally
        self.session = requests.Session()
        self.session.trust_env = False
        self.send("/masuk/", login=username, password=PASSWORD)
        if TOKEN.search(self.open("/belajar/kemasan/ikut/").text):  # else in the course already
            self.send("/belajar/kemasan/ikut/")

    def open(self, path: str) -> requests.Response:
        """Get a page, timed."""
        return self._timed(lambda: self.session.get(urljoin(self.url, path), timeout=60))

    def send(self, path: str, *, form_page: str = "", **values: str) -> requests.Response:
        """Post a form of the page `form_page` (`path` itself without it), timed."""
        token = TOKEN.search(self.open(form_page or path).text)
        data = {"csrfmiddlewaretoken": token[1] if token else "", **values}
        return self._timed(lambda: self.session.post(urljoin(self.url, path), data=data, timeout=60))

    def take_quiz(self, deadline: float) -> None:
        """Start a quiz and answer its questions one by one."""
        form = QUIZ_FORM.search(self.open(QUIZ).text)
        if form is None:
            self.tally.refused.append("the quiz has no form")
            return
        page = self.send(form[1], form_page=QUIZ)
        base = re.sub(r"\d+/$", "", page.url)
        place = PLACE.search(page.text)
        for position in range(int(place[1]) if place else 1, int(place[2]) + 1 if place else 0):
            if time.monotonic() > deadline:
                return
            self.send(f"{base}{position}/", choice="0")

    def _timed(self, act: Callable[[], requests.Response]) -> requests.Response:
        began = time.monotonic()
        response = act()
        self.tally.seconds.append(time.monotonic() - began)
        if not response.ok:
            self.tally.refused.append(f"{response.status_code} {response.url}")
        return response


def main() -> int:
    """Measure, print, write; return 0 when every goal is kept."""
    rows = [
        Row("answers other than 2xx and 3xx", "answers", 0),
        Row("messages the worker did not send", "messages", 0),
        Row(f'lines of "{LOCKED}" in the logs', "lines", 0),
        Row("writers' errors", "errors", 0),
        Row("slowest answer", "s", 20),
        Row("answers", "1/s"),
        Row("messages written and sent", "1/s"),
        Row("answer, 95 of 100 below", "s"),
    ]
    with measuring("writers", rows) as bench, running_demo(ROOT / "var" / "bench" / "demo") as demo:
        tally = Tally()
        write_together(demo, tally)
        settle(bench, demo, tally)
    return bench.finish()


def write_together(demo: Demo, tally: Tally) -> None:
    """Let all writers write until time is up; one message row in a process of this one's own connection."""
    learners = [Learner(demo.url, person.username, tally) for person in PEOPLE[:5]]
    connect(demo)
    tally.seconds.clear()
    deadline = time.monotonic() + SECONDS
    threads = [threading.Thread(target=learn_until, args=(learner, deadline, tally)) for learner in learners]
    threads.append(threading.Thread(target=write_messages_until, args=(deadline, tally)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def connect(demo: Demo) -> None:
    """Make this process one of the product's own, with the demo's database and broker."""
    os.environ.update(IKM_VAR=str(demo.var), IKM_DEMO="1", DJANGO_SETTINGS_MODULE="lms.settings")
    django.setup()


def learn_until(learner: Learner, deadline: float, tally: Tally) -> None:
    try:
        while time.monotonic() < deadline:
            learner.take_quiz(deadline)
    except requests.RequestException as error:
        tally.refused.append(str(error))


def write_messages_until(deadline: float, tally: Tally) -> None:
    """Put messages to a demo person into the outbox."""
    from django.contrib.auth import get_user_model

    from messaging.public import send_message

    person = get_user_model().objects.get(username="admin")
    for number in range(SECONDS * MESSAGES_A_SECOND):
        if time.monotonic() > deadline:
            return
        key = f"bench:{time.time()}:{number}"
        send_message("lulus", to=person, values={"kursus": "Uji", "nilai": 80, "tautan": "-"}, key=key)
        tally.messages.append(key)
        let_pass(1 / MESSAGES_A_SECOND)


def settle(bench: Bench, demo: Demo, tally: Tally) -> None:
    """Wait until the worker has sent everything, then write down the figures."""
    from messaging.models import MessageState, OutboxMessage

    def unsent() -> int:
        mine = OutboxMessage.objects.filter(key__startswith="bench:")
        done = mine.filter(state__in=[MessageState.SENT, MessageState.DELIVERED]).count()
        return len(tally.messages) - done

    with suppress(TimeoutError):
        wait_until(lambda: not unsent(), seconds=SETTLE_SECONDS, every_s=1)
    times = sorted(tally.seconds)
    bench.note("answers other than 2xx and 3xx", len(tally.refused))
    bench.note("messages the worker did not send", unsent())
    bench.note(f'lines of "{LOCKED}" in the logs', sum(1 for _ in locked_lines(demo)))
    bench.note("writers' errors", ERRORS.count)
    bench.note("slowest answer", times[-1])
    bench.note("answers", len(times) / SECONDS)
    bench.note("messages written and sent", (len(tally.messages) - unsent()) / SECONDS)
    bench.note("answer, 95 of 100 below", times[int(len(times) * 0.95)])
    for line in tally.refused[:5]:
        sys.stderr.write(line + "\n")


def locked_lines(demo: Demo) -> Iterator[str]:
    """Yield every line of the programs' logs that says that the database was locked."""
    for log in (demo.var / "log").glob("*.log"):
        yield from (line for line in log.read_text(errors="replace").splitlines() if LOCKED in line)


class ThreadErrors:
    """Counts what a writer's thread died of."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, arguments: threading.ExceptHookArgs) -> None:
        self.count += 1
        sys.__excepthook__(arguments.exc_type, arguments.exc_value or Exception(), arguments.exc_traceback)


ERRORS = ThreadErrors()
threading.excepthook = ERRORS

if __name__ == "__main__":
    sys.exit(main())
