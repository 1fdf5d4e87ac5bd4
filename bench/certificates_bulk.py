"""Thousands of approved certificates with real workers: what they cost, what they hold, whom they keep waiting.

The workers are those of one server (docker-compose.yml): two processes that listen to `issue`, one to the other queues.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.harness import ROOT, Row, let_pass, wait_until
from bench.phone_site import cpu_of, family_of

SAMPLES = 10
MB = 1e6
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
ISSUE, OTHERS = "credentials,issue", "codes,default"
STALLED_S = 300  # without one more certificate


def rows(number: int) -> list[Row]:
    """Return the figures of a run over so many."""
    return [
        Row(f"{number:,} issued: worker CPU against {number:,} x one document", "x", 1.15),
        Row(f"{number:,} issued: CPU of the worker for numbers and messages, each", "ms"),
        Row(f"{number:,} issued: wall from the decision to the last", "s"),
        Row(f"{number:,} issued: progress grew at every sample", "of 10", SAMPLES, at_least=True),
        Row("most memory of one worker process", "MB", 200),
        Row("memory at the last sample against the second", "x", 1.1),
        Row("longest wait of a task in another queue", "s"),
        Row("median wait of a task in another queue", "s", 1),
    ]


def measure_bulk(bench: Any, head: Any, number: int, document_ms: float) -> None:
    """Let two workers issue everything that waits; `document_ms` is the CPU of one document in a process of its own."""
    from certificates.approving import approve
    from certificates.models import Certificate

    names = [row.name for row in rows(number)]
    with worker(ISSUE) as first, worker(ISSUE) as second, worker(OTHERS) as others:
        signers = [first.pid, second.pid]
        wait_until(lambda: len(all_of([*signers, others.pid])) >= 6, what="the workers' processes")
        answer_wait()
        before, before_others = cpu_s(signers), cpu_s([others.pid])
        began = time.monotonic()
        approval = approve(Certificate.objects.waiting(), by=head, pin="260817")
        samples = [sample(approval, signers, number * part // SAMPLES) for part in range(1, SAMPLES + 1)]
        wall = time.monotonic() - began
        spent = cpu_s(signers) - before
        spent_others = cpu_s([others.pid]) - before_others
    done, held, waits = (list(column) for column in zip(*samples, strict=True))
    show(samples, document_ms, spent)
    grew = sum(later > earlier for earlier, later in zip([0, *done], done, strict=False))
    waits.sort()
    values = [spent * 1000 / number / document_ms, spent_others * 1000 / number, wall, grew]
    values += [max(held), held[-1] / held[1], waits[-1], waits[len(waits) // 2]]
    for name, value in zip(names, values, strict=True):
        bench.note(name, value)


def sample(approval: Any, signers: list[int], wanted: int) -> tuple[int, float, float]:
    """Wait until so many are issued as the queue's page tells it; return how many, most memory, a task's wait."""
    from certificates.queueing import decisions

    seen = (-1, time.monotonic())
    while (done := next(row.done for row in decisions() if row.pk == approval.pk)) < wanted:  # type: ignore[attr-defined]
        if done > seen[0]:
            seen = (done, time.monotonic())
        if time.monotonic() - seen[1] > STALLED_S:
            raise TimeoutError(f"{done} of {wanted} issued, and none for {STALLED_S} s")
        let_pass(1)
    return done, max(rss_mb(pid) for pid in all_of(signers)), answer_wait()


def answer_wait() -> float:
    """Send a task to another queue; return how many seconds it took until it had been done."""
    from django.core.cache import cache

    from core.beat import KEY
    from lms.celery import app

    cache.delete(KEY)
    began = time.monotonic()
    app.send_task("lms.beat")
    wait_until(lambda: cache.get(KEY), seconds=120, what="the other queue's answer", every_s=0.02)
    return time.monotonic() - began


def show(samples: list[tuple[int, float, float]], document_ms: float, spent: float) -> None:
    """Print the samples."""
    sys.stdout.write(f"one document {document_ms:.1f} ms of CPU; the issuing workers used {spent:.0f} s\n")
    for done, held, wait in samples:
        sys.stdout.write(f"  {done:>6} issued   {held:6.1f} MB   another queue answers in {wait:.2f} s\n")
    sys.stdout.flush()


@contextmanager
def worker(queues: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a worker with one process for these queues, on the database, broker and files of this bench."""
    flags = ["-Q", queues, "-c", "1", "--without-gossip", "--without-mingle", "-l", "WARNING"]
    with (Path(os.environ["IKM_VAR"]) / "bulk-worker.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "lms", "worker", *flags], cwd=ROOT, stdout=log, stderr=log
        )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(60)


def all_of(pids: list[int]) -> list[int]:
    """Return these processes and their children."""
    return [one for pid in pids for one in family_of(pid)]


def cpu_s(pids: list[int]) -> float:
    """Return the CPU seconds that they have used."""
    return sum(cpu_of(pid) for pid in all_of(pids))


def rss_mb(pid: int) -> float:
    """Return what a process holds of memory, shared pages included."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE_BYTES / MB
