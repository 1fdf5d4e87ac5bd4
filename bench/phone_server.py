"""What a phone's pages cost the server: CPU for each request against a constant page, and memory of two workers.

`python -m bench.phone_server cpu|memory [--requests N]`. CPU seconds of all of a server's processes over requests; the
servers are asked in turns, so that whatever else the machine does meets all of them.
"""

import argparse
import re
import statistics
import sys

from bench.harness import Bench, Row, measuring
from bench.phone_site import CSRF, Web, bare_wagtail, constant_web, our_web

LESSON = "/kursus/kemasan/modul-1/mengapa-kemasan-menentukan/"
COURSE = "kemasan"
QUIZ = "/kursus/kemasan/modul-1/kuis/"
FORM = re.compile(r'action="(/belajar/pelajaran/\d+/kuis/)"')
PLACE = re.compile(r"/belajar/jawaban/(\d+)/(\d+)/")
ROUNDS = 5
LAST = "last answer of a quiz and its marking"


def main() -> int:
    """Measure one part, print, write; return 0 when every goal is kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=["cpu", "memory"])
    parser.add_argument("--requests", type=int, default=0)
    options = parser.parse_args()
    if options.part == "cpu":
        return measure_cpu(options.requests or 1000)
    return measure_memory(options.requests or 10_000)


def measure_cpu(requests: int) -> int:
    """Ask for each page in turns."""
    rows = [
        Row("public lesson page, CPU of a constant page", "x", 1.5),
        Row("signed-in lesson page, CPU of a constant page", "x", 5.5),
        Row("quiz answer, CPU of a constant page", "x", 8),
        Row("last answer of a quiz and its marking, CPU of a constant page", "x"),
        Row("constant page with session and person, CPU of a constant page", "x"),
        Row("constant page", "ms"),
        Row("constant page with session and person", "ms"),
        Row("public lesson page", "ms"),
        Row("signed-in lesson page", "ms"),
        Row("quiz answer", "ms"),
        Row("last answer of a quiz and its marking", "ms"),
    ]
    with measuring("phone_cpu", rows) as bench, constant_web() as constant, our_web(workers=1) as ours:
        nobody = Web("nobody", constant.port, constant.process)
        stranger = Web("stranger", ours.port, ours.process)
        ours.sign_in()
        # The kernel counts CPU in hundredths of a second: what is quick is asked for more often.
        acts: dict[str, tuple[Web, str, int]] = {
            "constant page": (nobody, "/", 5),
            "constant page with session and person": (constant, "/who/", 2),
            "public lesson page": (stranger, LESSON, 5),
            "signed-in lesson page": (ours, LESSON, 1),
        }
        spent: dict[str, list[float]] = {name: [] for name in [*acts, "quiz answer", LAST]}
        for _ in range(ROUNDS):
            for name, (web, path, times) in acts.items():
                spent[name].append(cpu_ms(web, path, requests // ROUNDS * times))
            one, last = quiz_ms(ours, requests // ROUNDS // 2)
            spent["quiz answer"].append(one)
            spent[LAST].append(last)
        note_cpu(bench, {name: statistics.median(values) for name, values in spent.items()})
    return bench.finish()


def note_cpu(bench: Bench, ms: dict[str, float]) -> None:
    """Write down milliseconds and their ratios."""
    for name, value in ms.items():
        bench.note(name, value)
        if name != "constant page":
            bench.note(f"{name}, CPU of a constant page", value / ms["constant page"])


def check(web: Web, path: str) -> None:
    """Ask for a page that has to be there."""
    status, _, _ = web.ask(path)
    if status != 200:
        raise RuntimeError(f"{path} answered {status}")


def cpu_ms(web: Web, path: str, times: int) -> float:
    """Return the CPU milliseconds that the server spends on each request for a page, once it is warm."""
    web.line.close()  # one that waited for its turn was closed by the server
    for _ in range(5):
        check(web, path)
    before = web.cpu_s()
    for _ in range(times):
        check(web, path)
    return (web.cpu_s() - before) / times * 1000


def quiz_ms(web: Web, answers: int) -> tuple[float, float]:
    """Answer quiz questions; return what one costs, which is one write, and what a last one costs, which marks all.

    Only the answers count, not the pages between them.
    """
    web.line.close()
    spent, done = [0.0, 0.0], [0, 0]
    while sum(done) < answers:
        page = web.text(QUIZ)
        action = FORM.search(page)
        if action is None:
            enrol(web)
            continue
        place = PLACE.search(web.send(QUIZ, action[1]))
        attempt, position = (int(place[1]), int(place[2])) if place else (0, 1)
        token = CSRF.search(web.text(f"/belajar/jawaban/{attempt}/{position}/"))
        last = questions_of(web, attempt, position)
        for kind, places in enumerate((range(position, last), (last,))):
            before = web.cpu_s()
            for at in places:
                answer(web, f"/belajar/jawaban/{attempt}/{at}/", token[1] if token else "")
            spent[kind], done[kind] = spent[kind] + web.cpu_s() - before, done[kind] + len(places)
    return spent[0] / done[0] * 1000, spent[1] / done[1] * 1000


def answer(web: Web, path: str, token: str) -> None:
    """Choose an option."""
    status, _, _ = web.ask(path, {"choice": "1", "csrfmiddlewaretoken": token})
    if status != 302:
        raise RuntimeError(f"{path} answered {status}")


def enrol(web: Web) -> None:
    """Take the course, which the demo's learner may have done already."""
    web.send(f"/belajar/{COURSE}/ikut/", f"/belajar/{COURSE}/ikut/")


def questions_of(web: Web, attempt: int, position: int) -> int:
    """Return how many questions this go has, as its screen says."""
    found = re.search(r"(\d+) dari (\d+)", web.text(f"/belajar/jawaban/{attempt}/{position}/"))
    return int(found[2]) if found else position


def measure_memory(requests: int) -> int:
    """Ask both servers the same number of times and compare what they take then."""
    rows = [
        Row("two web workers, memory of a bare Wagtail project", "x", 1.25),
        Row("growth from a tenth of the requests to all", "%", 5),
        Row("the same, were nothing shared between workers", "x"),
        Row("two web workers", "MB"),
        Row("two web workers, were nothing shared", "MB"),
        Row("bare Wagtail project, two workers", "MB"),
    ]
    with measuring("phone_memory", rows) as bench:
        with bare_wagtail(workers=2) as bare:
            for _ in range(max(200, requests // 50)):  # its pages cost fifteen times as much and it does not grow
                check(bare, "/")
            bench.note("bare Wagtail project, two workers", bare.pss_mb())
            theirs = bare.pss_mb()
        with our_web(workers=2) as ours:
            early = ask_for_everything(ours, requests // 10)
            late = ask_for_everything(ours, requests - requests // 10)
        with our_web(workers=2, is_shared=False) as ours:
            alone = ask_for_everything(ours, requests // 10)
        bench.note("two web workers, were nothing shared", alone)
        bench.note("the same, were nothing shared between workers", alone / theirs)
        bench.note("two web workers", late)
        bench.note("two web workers, memory of a bare Wagtail project", late / theirs)
        bench.note("growth from a tenth of the requests to all", 100 * (late / early - 1))
    return bench.finish()


def ask_for_everything(web: Web, requests: int) -> float:
    """Ask for all kinds of pages, signed in and as a stranger; return the memory afterwards."""
    stranger = Web("stranger", web.port, web.process)
    if not web.cookies:
        web.sign_in()
    paths = ["/", "/kursus/", f"/kursus/{COURSE}/", LESSON, QUIZ, "/saya/", "/masuk/"]
    for number in range(requests):
        asked = web if number % 2 else stranger
        path = paths[number % len(paths)]
        asked.ask(path)
        if number % 50 == 0:  # another connection, and with it another worker
            asked.line.close()
    return web.pss_mb()


if __name__ == "__main__":
    sys.exit(main())
