"""Any one process killed every few seconds, put back as compose would: what was answered is there, once.

Learners go on meanwhile: each notes every event that the server said it had, and every answer that failed with its
time. In the end the rows are compared with what was noted, and failures with the moments of the kills.
"""

import os
import random
import signal
import threading
import time
from collections import Counter
from contextlib import suppress

from bench.harness import Bench, Row
from bench.server_learner import Learner, Tally, together
from bench.server_load import CROWD, Crowd
from bench.server_site import OURS, Stack

GRACE_S = 15.0  # after a kill: an answer that failed later than this was not in flight or met a restart
RESTART_S = 1.0  # compose's first pause
ROWS = [
    Row("kills", "kills"),
    Row("kills: writes acknowledged", "writes"),
    Row("kills: writes lost", "writes", 0),
    Row("kills: writes doubled", "writes", 0),
    Row("kills: failed answers while nothing had just been killed", "answers", 0),
    Row("kills: failed answers in flight or during a restart", "answers"),
    Row("kills: answers", "answers"),
]


class Reaper:
    """Kills one process after the other and puts it back."""

    def __init__(self, stack: Stack, every_s: float) -> None:
        self.stack, self.every_s = stack, every_s
        self.kills: list[tuple[float, str]] = []
        self.is_over = threading.Event()
        self.thread = threading.Thread(target=self._reap)

    def __enter__(self) -> "Reaper":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.is_over.set()
        self.thread.join()

    def _reap(self) -> None:
        chance = random.Random(5)
        while not self.is_over.wait(self.every_s):
            name = chance.choice(OURS)
            self.kill(name)

    def kill(self, name: str) -> None:
        """Kill the main process of `name` without a word, wait as compose does, and start it until it stays."""
        program = self.stack.site.programs[name]
        self.kills.append((time.monotonic(), name))
        program.process.kill()
        program.process.wait()
        time.sleep(RESTART_S)
        with suppress(ProcessLookupError):  # what it left of its group; compose ends the whole container
            os.killpg(program.process.pid, signal.SIGKILL)
        for _ in range(20):
            if name == "PostgreSQL":
                (self.stack.site.folder / "postgres" / "rows" / "postmaster.pid").unlink(missing_ok=True)
            program.start()
            time.sleep(RESTART_S)
            if program.ended() is None:
                return
        raise RuntimeError(f"{name} did not come back")

    def is_excused(self, moment: float) -> bool:
        """Whether something had been killed shortly before."""
        return any(-1 <= moment - at <= GRACE_S for at, _ in self.kills)


def measure_kills(bench: Bench, stack: Stack, accounts: int, *, seconds: float, every_s: float) -> None:
    """Let learners write while processes die; compare."""
    crowd = Crowd(stack, accounts, size=CROWD)
    tally = Tally()
    noted: list[str] = []
    deadline = time.monotonic() + seconds

    def learn(learner: Learner) -> None:
        learner.tally = tally
        while time.monotonic() < deadline:
            noted.extend(learner.synchronise())
            learner.home()
            learner.open_lesson()
            time.sleep(0.2)

    with Reaper(stack, every_s) as reaper:
        together([lambda learner=learner: learn(learner) for learner in crowd.people])  # type: ignore[misc]
    kept = Counter(ids_in(stack))
    bench.note("kills", len(reaper.kills))
    bench.note("kills: writes acknowledged", len(noted))
    bench.note("kills: writes lost", sum(one not in kept for one in noted))
    bench.note("kills: writes doubled", sum(count - 1 for count in kept.values()) + doubled(stack))
    excused = [reaper.is_excused(moment) for moment, _, _ in tally.bad]
    bench.note("kills: failed answers while nothing had just been killed", excused.count(False))
    bench.note("kills: failed answers in flight or during a restart", excused.count(True))
    bench.note("kills: answers", tally.requests)


def ids_in(stack: Stack) -> list[str]:
    """Return the ids of all events that the server holds."""
    ask = "from sync.models import PhoneEvent; print(*PhoneEvent.objects.values_list('client_id', flat=True))"
    return stack.site.python("-c", f"import django; django.setup(); {ask}").split()


def doubled(stack: Stack) -> int:
    """Return how many lessons are done twice by one person."""
    ask = (
        "from django.db.models import Count; from courses.models import LessonProgress; print(LessonProgress.objects"
        ".values('enrolment', 'lesson').annotate(n=Count('pk')).filter(n__gt=1).count())"
    )
    return int(stack.site.python("-c", f"import django; django.setup(); {ask}"))
