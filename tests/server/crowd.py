"""A few learners with phones: they sign in, open lessons, answer quizzes, and send again what was not answered.

What a phone has kept it sends until the server has said what became of it, as static/js/queue.js does. Run as
`python -m tests.server.crowd` it makes the learners and says what they need to know.
"""

import json
import random
import re
import sys
import threading
import time
import uuid
from typing import Any

import requests

from bench.harness import let_pass

PASSWORD = "sandi-hanya-untuk-tes-9"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
PAUSE_S, PATIENCE_S = (0.3, 1.0), 15
LEARNERS = 8


class Learner(threading.Thread):
    """One learner; `kept` holds what the phone made, `answered` what the server told about it, by the phone's id."""

    def __init__(self, url: str, certificate: str, who: dict[str, str], quiz: dict[str, Any]) -> None:
        super().__init__(daemon=True)
        self.url, self.who, self.quiz = url, who, quiz
        self.line = requests.Session()
        self.line.trust_env, self.line.verify = False, certificate
        self.line.headers["Referer"] = url + "/"
        self.device = str(uuid.uuid4())
        self.waiting: list[dict[str, Any]] = []
        self.kept: list[str] = []
        self.answered: dict[str, str] = {}
        self.trouble: list[str] = []
        self.account, self.makes_more = "", threading.Event()
        self.makes_more.set()

    def run(self) -> None:
        """Learn until told to stop, then send what is left."""
        while self.makes_more.is_set() or self.waiting:
            try:
                self.step()
            except (requests.RequestException, Unwell) as error:
                self.trouble.append(f"{time.monotonic():.1f} {type(error).__name__} {str(error)[:200]}")
            let_pass(random.uniform(*PAUSE_S))

    def step(self) -> None:
        """Do one round: come in where need be, read a lesson, answer a quiz, send."""
        if self.makes_more.is_set():
            self.keep()
        if not self.account:
            self.sign_in()
        checked(self.line.get(self.url + self.quiz["path"], timeout=PATIENCE_S))
        self.send()

    def keep(self) -> None:
        """Answer the quiz on the phone."""
        body = {"lesson": self.quiz["lesson"], "block": self.quiz["block"], "answers": self.quiz["answers"]}
        event = {"id": str(uuid.uuid4()), "kind": "quiz", "made_at": "2026-11-20T08:00:00Z", "body": body, "files": []}
        self.waiting.append(event)
        self.kept.append(event["id"])

    def send(self) -> None:
        """Send what waits; strike off what was answered for good."""
        batch = {"account": self.account, "device": self.device, "events": self.waiting[:50]}
        answer = self.line.post(f"{self.url}/sinkron/", json=batch, timeout=PATIENCE_S)
        if answer.status_code == 401:
            self.account = ""
        for result in checked(answer).json()["results"]:
            self.answered[result["id"]] = result["state"]
        self.waiting = [event for event in self.waiting if event["id"] not in self.answered]

    def sign_in(self) -> None:
        """Come in by name and password."""
        form = checked(self.line.get(f"{self.url}/masuk/", timeout=PATIENCE_S)).text
        values = {"login": self.who["name"], "password": PASSWORD, "csrfmiddlewaretoken": TOKEN.search(form)[1]}
        checked(self.line.post(f"{self.url}/masuk/", data=values, timeout=PATIENCE_S))
        self.account = checked(self.line.get(f"{self.url}/sinkron/", timeout=PATIENCE_S)).json()["account"]


class Unwell(Exception):
    """The server did not do what was asked; a phone tries again."""


def checked(answer: requests.Response) -> requests.Response:
    """Return an answer that is one."""
    if answer.status_code != 200:
        raise Unwell(f"{answer.status_code} {answer.request.method} {answer.url}")
    return answer


def prepare() -> None:
    """Make the learners, enrol them, print them and the quiz with its right answers as JSON."""
    import django

    django.setup()
    from accounts.public import record_consent
    from courses.addresses import lesson_path
    from courses.models import CoursePage
    from tests.factories.courses_records import lessons_of, make_enrolment, make_person, quiz_lesson

    course = CoursePage.objects.get(slug="kemasan")
    enrolments = [make_enrolment(make_person(), course) for _ in range(LEARNERS)]
    for enrolment in enrolments:
        record_consent(enrolment.person)
        enrolment.person.set_password(PASSWORD)
        enrolment.person.save()
    lesson, first = quiz_lesson(enrolments[0]), lessons_of(enrolments[0])[0]
    quiz = {
        "path": lesson_path(first),
        "lesson": lesson.pk,
        "block": lesson.quiz_key,
        "answers": [{"question": each.key, "option": each.correct} for each in lesson.quiz_questions],
    }
    people = [{"name": each.person.username, "id": each.person_id} for each in enrolments]
    sys.stdout.write(json.dumps({"people": people, "quiz": quiz}))


if __name__ == "__main__":
    prepare()
