"""A learner's browser and what one visit asks of the server, one request after the other, as phones do."""

import http.client
import json
import re
import threading
import time
import uuid
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from bench.server_people import phone
from bench.server_site import Stack
from tools.own_servers import HOST, SITE_URL

CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
PLACE = re.compile(r"/belajar/jawaban/(\d+)/(\d+)/")
OF = re.compile(r"soal (\d+) dari (\d+)")
BROKEN = 0  # in place of a status: the line broke or nobody was there


@dataclass
class Tally:
    """What all learners together have met, by kind of request; written by several threads."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    bad: list[tuple[float, str, int]] = field(default_factory=list)  # when (monotonic), what, status

    def note(self, kind: str, began: float, status: int) -> None:
        """Write down one request."""
        self.seconds[kind].append(time.monotonic() - began)
        if status >= 400 or status == BROKEN:
            self.bad.append((began, kind, status))

    @property
    def requests(self) -> int:
        """How many there were."""
        return sum(map(len, self.seconds.values()))

    def p95(self) -> float:
        """Return the seconds that 95 of 100 requests stayed below."""
        every = sorted(second for kind in self.seconds.values() for second in kind)
        return every[int(len(every) * 0.95)]


@dataclass
class Answer:
    """What came back."""

    status: int
    target: str
    body: bytes

    @property
    def text(self) -> str:
        """The page."""
        return self.body.decode()


class Learner:
    """Person number `number` of the made-up district, at a network address of their own."""

    def __init__(self, stack: Stack, number: int, tally: Tally) -> None:
        self.stack, self.number, self.tally = stack, number, tally
        self.cookies: dict[str, str] = {}
        self.account, self.token = "", ""
        self.course = stack.courses[number % len(stack.courses)]
        self.turn = 0
        self.line: http.client.HTTPConnection | None = None

    # --- One request ------------------------------------------------------------------------------

    def ask(self, kind: str, path: str, form: dict[str, str] | None = None, told: object = None) -> Answer:
        """Send one request, a form's or JSON, and note how it went; a broken line is status 0."""
        headers = {"Host": HOST, "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if form is not None:
            body = urlencode({**form, "csrfmiddlewaretoken": self.token})
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": SITE_URL}
        elif told is not None:
            body = json.dumps(told)
            headers |= {"Content-Type": "application/json", "Origin": SITE_URL}
        began = time.monotonic()
        answer = self._exchange("GET" if body is None else "POST", path, body, headers)
        self.tally.note(kind, began, answer.status)
        if found := CSRF.search(answer.body.decode(errors="replace")):
            self.token = found[1]
        return answer

    def _exchange(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        if self.line is None:
            number = self.number
            address = f"127.{1 + (number >> 16)}.{number >> 8 & 255}.{number & 255 or 1}"
            self.line = http.client.HTTPConnection(
                "127.0.0.1", self.stack.port, timeout=60, source_address=(address, 0)
            )
        try:
            self.line.request(method, path, body, headers)
            answer = self.line.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException):
            self.leave()
            return Answer(BROKEN, "", b"")
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        self.account = answer.headers.get("X-Account") or self.account
        if answer.headers.get("Content-Encoding"):
            raise RuntimeError(f"{path} is packed, though nobody asked for that")
        return Answer(answer.status, answer.headers.get("Location", ""), content)

    def leave(self) -> None:
        """Close the connection, as a phone does between visits."""
        if self.line is not None:
            self.line.close()
            self.line = None

    # --- Kinds of requests ------------------------------------------------------------------------

    def sign_in(self) -> bool:
        """Come in by a code sent to the phone: the form, the number, the code. Say whether it worked."""
        self.cookies.clear()
        self.ask("sign-in", "/masuk/")
        if self.ask("sign-in", "/masuk/", {"phone": phone(self.number)}).status != 302:
            return False
        code = self.stack.phones.code_for(phone(self.number))
        page = self.ask("sign-in", "/masuk/kode/")
        is_in = page.status == 200 and self.ask("sign-in", "/masuk/kode/", {"code": code}).status == 302
        self.token = ""  # signing in makes the one of the form worthless
        return is_in

    def enrol(self) -> None:
        """Take the course, if not in it already."""
        path = f"/belajar/{self.course['slug']}/ikut/"
        if self.ask("enrol", path).status == 200:  # else in it already
            self.ask("enrol", path, {})

    def home(self) -> None:
        """The first page."""
        self.ask("home", "/")

    def open_course(self) -> None:
        """The course and where one stands in it."""
        self.ask("course", f"/kursus/{self.course['slug']}/")

    def next_lesson(self, *, quiz: bool = False) -> dict[str, Any]:
        """Return the next lesson with or without a quiz."""
        lessons = [one for one in self.course["lessons"] if one["quiz"] == quiz]
        self.turn += 1
        lesson: dict[str, Any] = lessons[self.turn % len(lessons)]
        return lesson

    def open_lesson(self) -> None:
        """A lesson's page, as far as it is read."""
        self.ask("lesson", self.next_lesson()["path"])

    def finish_lesson(self) -> None:
        """Press `Selesai` under the lesson that is open; a lesson that is done has no button."""
        if self.token:
            self.ask("progress", f"/belajar/pelajaran/{self.next_lesson()['pk']}/selesai/", {})

    def see_progress(self) -> None:
        """One's own page."""
        self.ask("progress", "/saya/")

    def take_quiz(self) -> int:
        """Answer a quiz from the first open question to its marking: read, answer, read why; return how many."""
        lesson = self.next_lesson(quiz=True)
        self.ask("lesson", lesson["path"])
        if not self.token:
            return 0
        place = PLACE.search(self.ask("quiz start", f"/belajar/pelajaran/{lesson['pk']}/kuis/", {}).target)
        page = self.ask("quiz question", place[0]).text if place else ""
        count = OF.search(page)
        if place is None or count is None:
            return 0
        for position in range(int(count[1]), int(count[2]) + 1):
            path = f"/belajar/jawaban/{place[1]}/{position}/"
            self.ask("quiz question", path)
            self.ask("quiz answer", path, {"choice": str(position % 3)})
        self.ask("quiz result", f"/belajar/jawaban/{place[1]}/hasil/")
        return int(count[2]) - int(count[1]) + 1

    def synchronise(self) -> list[str]:
        """Hand in what a saved lesson gathered without a signal: lessons done; return the events' ids."""
        made = [
            {
                "id": str(uuid.uuid4()),
                "kind": "lesson_done",
                "made_at": "2026-11-20T08:00:00Z",
                "body": {"lesson": self.next_lesson()["pk"]},
                "files": [],
            }
            for _ in range(2)
        ]
        answer = self.ask("sync", "/sinkron/", told={"account": self.account, "device": self.device, "events": made})
        return [str(one["id"]) for one in made] if answer.status == 200 else []

    @property
    def device(self) -> str:
        """The id that this phone made for itself."""
        return str(uuid.UUID(int=self.number))

    def visit(self, *, new: bool = False) -> None:
        """A whole visit: home, course, three lessons, one of them finished, a quiz, one's progress, what was saved."""
        if new:
            if not self.sign_in():
                return
            self.enrol()
        self.home()
        self.open_course()
        for _ in range(3):
            self.open_lesson()
        self.finish_lesson()
        self.take_quiz()
        self.see_progress()
        self.synchronise()
        self.leave()


def together(acts: list[Callable[[], None]]) -> None:
    """Do all at once and wait; what goes wrong in one is raised."""
    wrong: list[BaseException] = []

    def do(act: Callable[[], None]) -> None:
        try:
            act()
        except BaseException as error:  # noqa: BLE001  told to the one who waits
            wrong.append(error)

    threads = [threading.Thread(target=do, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise wrong[0]
