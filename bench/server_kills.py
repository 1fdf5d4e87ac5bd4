"""Any one process killed every few seconds, put back as compose would: what was answered is there, once.

Learners go on meanwhile: each notes every event that the server said it had, and every answer that failed with its
time. In the end the rows are compared with what was noted, and failures with the moments of the kills.
"""

import os
import random
import signal
import sys
import threading
import time
from collections import Counter
from contextlib import suppress

import psycopg

from bench.harness import Bench, Row, let_pass, wait_until
from bench.server_learner import Learner, Tally
from bench.server_load import Crowd
from bench.server_site import OURS, Stack

GRACE_S = 3.0  # after it came back: what was begun while it was away fails a little later
LEARNERS, THINK_S = 12, 1.2  # a phone may send its queue 60 times a minute
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
    """Kills one process after the other and puts it back.

    In the main thread alone: the kernel ends what another thread started as soon as that thread is gone.
    """

    def __init__(self, stack: Stack, every_s: float) -> None:
        self.stack, self.every_s = stack, every_s
        self.kills: list[tuple[float, float, str]] = []  # when, back when, what

    def reap(self, deadline: float) -> None:
        """Kill until `deadline` (monotonic)."""
        names = list(OURS)
        random.Random(5).shuffle(names)
        while time.monotonic() + self.every_s < deadline:
            let_pass(self.every_s)
            self.kill(names[len(self.kills) % len(names)])

    def kill(self, name: str) -> None:
        """Kill the main process of `name` without a word, wait as compose does, and start it until it stays."""
        program = self.stack.site.programs[name]
        at = time.monotonic()
        program.process.kill()
        program.process.wait()
        let_pass(RESTART_S)
        with suppress(ProcessLookupError):  # what it left of its group; compose ends the whole container
            os.killpg(program.process.pid, signal.SIGKILL)
        for _ in range(20):
            if name == "PostgreSQL":
                (self.stack.site.folder / "postgres" / "rows" / "postmaster.pid").unlink(missing_ok=True)
            program.start()
            let_pass(RESTART_S)
            if program.ended() is None:
                if name == "PostgreSQL":  # it takes nobody in while it reads its journal
                    wait_until(self.is_database_up, what="PostgreSQL's recovery")
                self.kills.append((at, time.monotonic(), name))
                sys.stderr.write(f"{name} was away for {time.monotonic() - at:.1f} s\n")
                return
        raise RuntimeError(f"{name} did not come back")

    def is_database_up(self) -> bool:
        """Say whether the database takes somebody in."""
        with suppress(psycopg.OperationalError), psycopg.connect(self.stack.site.settings["DATABASE_URL"]):
            return True
        return False

    def is_excused(self, moment: float) -> bool:
        """Whether something was away, or had come back a moment before."""
        return any(at - 1 <= moment <= back + GRACE_S for at, back, _ in self.kills)

    def last_before(self, moment: float) -> str:
        """Return what was killed last before this moment and how long before."""
        at, _, name = max((one for one in self.kills if one[0] <= moment), default=(moment, moment, "nothing"))
        return f"{moment - at:.1f} s after {name} was killed"


def measure_kills(bench: Bench, stack: Stack, accounts: int, *, seconds: float, every_s: float) -> None:
    """Let learners write while processes die; compare."""
    crowd = Crowd(stack, accounts, size=LEARNERS)
    tally = Tally()
    noted: list[str] = []
    deadline = time.monotonic() + seconds

    def learn(learner: Learner) -> None:
        learner.tally = tally
        while time.monotonic() < deadline:
            noted.extend(learner.synchronise())
            learner.home()
            learner.open_lesson()
            let_pass(THINK_S)

    reaper = Reaper(stack, every_s)
    learners = [threading.Thread(target=learn, args=(learner,)) for learner in crowd.people]
    for thread in learners:
        thread.start()
    reaper.reap(deadline)
    for thread in learners:
        thread.join()
    kept = Counter(ids_in(stack))
    bench.note("kills", len(reaper.kills))
    bench.note("kills: writes acknowledged", len(noted))
    bench.note("kills: writes lost", sum(one not in kept for one in noted))
    bench.note("kills: writes doubled", sum(count - 1 for count in kept.values()) + doubled(stack))
    excused = [reaper.is_excused(moment) for moment, _, _ in tally.bad]
    for moment, kind, status in tally.bad:
        if not reaper.is_excused(moment):
            sys.stderr.write(f"{reaper.last_before(moment)}: {kind} {status}\n")
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
