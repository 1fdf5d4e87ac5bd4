"""Starts, watches and ends the programs that the embedded mode is made of; the one file here that starts any.

Nothing outlives the process that started it: programs are asked to end in turn, ended by force after a while, and the
kernel ends them (Linux) should the starter itself be killed.
"""

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

PR_SET_PDEATHSIG = 1
LOG_LIMIT_BYTES = 10_000_000
SECONDS_TO_END = 8
BACKOFF_SECONDS = (1, 2, 4, 8, 16, 32, 60)
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Program:
    """What to start: `argv`, log, extra environment, and text for its standard input (kept off the command line)."""

    name: str
    argv: Sequence[str]
    log: Path
    env: Mapping[str, str] = field(default_factory=dict)
    text_in: str = ""
    restart: bool = True
    orphan_signal: signal.Signals = signal.SIGTERM  # what it gets when its starter was killed


class Running:
    """One started program, in a session of its own so that a Ctrl-C at the terminal reaches only its starter."""

    def __init__(
        self, program: Program, *, environment: Mapping[str, str] | None = None, keep_open: Sequence[int] = ()
    ) -> None:
        self.program = program
        self.environment = {**os.environ, **(environment or {}), **program.env}
        self.keep_open = tuple(keep_open)
        self.failures = 0
        self.restart_at = 0.0
        self.log_seen = 0
        self.start()

    def start(self) -> None:
        """Start the program, or start it anew."""
        self.started = time.monotonic()
        self.program.log.parent.mkdir(parents=True, exist_ok=True)
        with self.program.log.open("ab") as log:
            self.log_seen = log.tell()
            self.process = subprocess.Popen(
                list(self.program.argv),
                stdin=subprocess.PIPE if self.program.text_in else subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self.environment,
                start_new_session=True,
                pass_fds=self.keep_open,
                preexec_fn=partial(end_with_parent, self.program.orphan_signal),  # safe: this process has one thread
            )
        if self.process.stdin:
            self.process.stdin.write(self.program.text_in.encode())
            self.process.stdin.close()

    def ended(self) -> int | None:
        """Return the exit code, or None while it runs."""
        return self.process.poll()

    def ask_to_end(self) -> None:
        """Send SIGTERM to the program itself, which ends its own children."""
        if self.ended() is None:
            self.process.terminate()

    def wait_or_kill(self, deadline: float) -> None:
        """Wait until `deadline` (monotonic), then end the whole group by force."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.1, deadline - time.monotonic()))
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)  # what the program left behind, or itself
        self.process.wait()

    def has_new_errors(self) -> bool:
        """Say whether the log got lines of level ERROR since the last look; keep the log short."""
        log = self.program.log
        size = log.stat().st_size
        with log.open("rb") as file:
            file.seek(min(self.log_seen, size))
            news = file.read()
        self.log_seen = size
        if size > LOG_LIMIT_BYTES:
            shutil.copyfile(log, log.with_suffix(".1.log"))
            os.truncate(log, 0)
            self.log_seen = 0
        return b"ERROR" in news or b"CRITICAL" in news


def end_with_parent(number: int = signal.SIGTERM) -> None:
    """Have the kernel send this process a signal when its parent is gone (Linux; elsewhere nothing happens)."""
    if LIBC is not None:
        LIBC.prctl(PR_SET_PDEATHSIG, number)


class Group:
    """The programs that run together. `say` gets one Indonesian sentence whenever something is worth telling."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        self.environment: dict[str, str] = {}
        self.keep_open: Sequence[int] = ()
        self.running: list[Running] = []
        self.told: dict[str, float] = {}

    def start(self, program: Program) -> Running:
        """Start `program` with a fresh log; the log of the time before is kept beside it."""
        if program.log.exists():
            program.log.replace(program.log.with_suffix(".1.log"))
        running = Running(program, environment=self.environment, keep_open=self.keep_open)
        self.running.append(running)
        return running

    def run_to_end(self, program: Program) -> int:
        """Start `program`, whose output goes to the terminal, wait, and return its exit code."""
        process = subprocess.Popen(
            list(program.argv),
            env={**os.environ, **self.environment, **program.env},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=tuple(self.keep_open),
            preexec_fn=partial(end_with_parent, program.orphan_signal),  # safe: this process has one thread
        )
        try:
            return process.wait()
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)  # every step can be done again
                process.wait()

    def dead(self) -> Running | None:
        """Restart what ended and may restart, after a pause that grows; return the first that may not."""
        for running in self.running:
            code = running.ended()
            if code is None:
                self._tell_errors(running)
                continue
            if not running.program.restart:
                return running
            self._restart(running, code)
        return None

    def stop(self, *, seconds: float = SECONDS_TO_END) -> None:
        """End all, the last started first, the first started (which the others lean on) last."""
        if not self.running:
            return
        first, others = self.running[0], self.running[1:]
        deadline = time.monotonic() + seconds
        for running in reversed(others):
            running.ask_to_end()
        for running in others:
            running.wait_or_kill(deadline)
        first.ask_to_end()
        first.wait_or_kill(time.monotonic() + seconds)
        self.running = []

    def _restart(self, running: Running, code: int) -> None:
        now = time.monotonic()
        if not running.restart_at:
            lived_long = now - running.started > BACKOFF_SECONDS[-1]
            running.failures = 0 if lived_long else running.failures
            pause = BACKOFF_SECONDS[min(running.failures, len(BACKOFF_SECONDS) - 1)]
            running.restart_at = now + pause
            self.say(f"{running.program.name} berhenti sendiri (kode {code}); dijalankan lagi dalam {pause} detik.")
        elif now >= running.restart_at:
            running.failures += 1
            running.restart_at = 0.0
            running.start()

    def _tell_errors(self, running: Running) -> None:
        now = time.monotonic()
        name = running.program.name
        if running.has_new_errors() and now - self.told.get(name, -60.0) >= 60:
            self.told[name] = now
            self.say(f"{name}: ada kesalahan yang dicatat di {running.program.log}")
