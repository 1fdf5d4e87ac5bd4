"""Requests per CPU second of the whole installation, against a constant page behind the same nginx."""

import http.client
import statistics
import sys
from collections.abc import Callable

from bench.harness import Bench, Row
from bench.server_learner import Learner, Tally, together
from bench.server_site import Stack
from tools.own_servers import HOST

CROWD = 4  # people at once: more only wait for the same two cores
VISITS_A_SIGN_IN = 8  # a session lasts 60 days
MIX = "mixed load, requests per CPU second of a constant page's"
KINDS = ("sign-in by code", "home", "course", "lesson", "quiz answer", "finish lesson", "own progress", "sync")
ROWS = [
    Row(MIX, "x", 0.20, at_least=True),
    Row("constant page", "ms"),
    Row("mixed load", "ms"),
    Row("mixed load, requests", "requests"),
    Row("answers that failed", "answers", 0),
    *(Row(f"{kind}, CPU a request", "ms") for kind in KINDS),
]


class Crowd:
    """People who have been here before, each with a session and a course; new ones come from the end of the list."""

    def __init__(self, stack: Stack, accounts: int, size: int) -> None:
        self.stack, self.tally, self.accounts = stack, Tally(), accounts
        step = max(1, accounts // (2 * size))
        self.people = [Learner(stack, 1 + step * place, Tally()) for place in range(size)]
        self.next_new = accounts
        together([lambda part=part: self._come_in(part) for part in range(CROWD)])  # type: ignore[misc]

    def _come_in(self, part: int) -> None:
        for learner in self.people[part::CROWD]:
            if not learner.sign_in():
                raise RuntimeError(f"person {learner.number} could not sign in: {learner.tally.bad}")
            learner.enrol()
            learner.visit()

    def visit(self, visits: int) -> Tally:
        """Have each of CROWD people at once make so many visits; return what they met."""
        self.tally = Tally()
        together([lambda part=part: self._visits(part, visits) for part in range(CROWD)])  # type: ignore[misc]
        return self.tally

    def _visits(self, part: int, visits: int) -> None:
        mine = self.people[part::CROWD]
        for turn in range(visits):
            if turn % VISITS_A_SIGN_IN == part * 2 % VISITS_A_SIGN_IN:
                self.newcomer().visit(new=True)
            else:
                learner = mine[turn % len(mine)]
                learner.tally = self.tally
                learner.visit()

    def newcomer(self) -> Learner:
        """Return somebody of the second half of the district, who has not been here for 60 days."""
        self.next_new -= 1
        return Learner(self.stack, self.next_new, self.tally)


def measure_load(bench: Bench, stack: Stack, accounts: int, *, rounds: int, visits: int) -> None:
    """Ask both in turns, then each kind of request for itself; write the figures down."""
    crowd = Crowd(stack, accounts, size=4 * CROWD)
    ask_constant(stack, 200)
    constant, mixed, failed, total = [], [], 0, 0
    for _ in range(rounds):
        constant.append(cost_ms(stack.constant_cpu_s, lambda: ask_constant(stack, visits * 40)))
        mixed.append(cost_ms(stack.cpu_s, lambda: crowd.visit(visits).requests))
        failed += len(crowd.tally.bad)
        total += crowd.tally.requests
        sys.stderr.write(f"constant {constant[-1]:.2f} ms, mixed {mixed[-1]:.2f} ms {crowd.tally.bad[:5] or ''}\n")
    bench.note("constant page", statistics.median(constant))
    bench.note("mixed load", statistics.median(mixed))
    bench.note(MIX, statistics.median(constant) / statistics.median(mixed))
    bench.note("mixed load, requests", total)
    bench.note("answers that failed", failed)
    for kind, value in kinds_ms(stack, crowd, times=visits * 5).items():
        bench.note(f"{kind}, CPU a request", value)


def cost_ms(cpu_s: Callable[[], float], act: Callable[[], int]) -> float:
    """Return the CPU milliseconds for each of the requests that `act` makes; it returns how many."""
    before = cpu_s()
    requests = act()
    return (cpu_s() - before) / requests * 1000


def ask_constant(stack: Stack, times: int) -> int:
    """Ask for the constant page so often, as many people at once as in the mixed load; return how often."""

    def ask() -> None:
        line = http.client.HTTPConnection("127.0.0.1", stack.constant_port, timeout=60)
        for _ in range(times // CROWD):
            line.request("GET", "/", headers={"Host": HOST})
            answer = line.getresponse()
            if len(answer.read()) != 10_000 or answer.status != 200:
                raise RuntimeError(f"the constant page answered {answer.status}")
        line.close()

    together([ask] * CROWD)
    return times // CROWD * CROWD


def kinds_ms(stack: Stack, crowd: Crowd, times: int) -> dict[str, float]:
    """Return the CPU milliseconds of each kind of request, asked for one after the other by one person."""
    one = crowd.people[0]
    one.tally = Tally()
    single: dict[str, Callable[[], object]] = {
        "home": one.home,
        "course": one.open_course,
        "lesson": one.open_lesson,
        "finish lesson": one.finish_lesson,
        "own progress": one.see_progress,
    }
    found = {kind: cost_ms(stack.cpu_s, lambda act=act: repeat(act, times)) for kind, act in single.items()}  # type: ignore[misc]
    one.tally = Tally()
    found["sync"] = cost_ms(stack.cpu_s, lambda: repeat(one.synchronise, min(times, 50)))
    found["quiz answer"] = cost_ms(stack.cpu_s, lambda: repeat(one.take_quiz, times // 10 + 1) and one.tally.requests)
    few = max(3, times // 20)
    found["sign-in by code"] = cost_ms(stack.cpu_s, lambda: 4 * repeat(lambda: crowd.newcomer().sign_in(), few))
    return found


def repeat(act: Callable[[], object], times: int) -> int:
    """Do it so often; return how often."""
    for _ in range(times):
        act()
    return times
