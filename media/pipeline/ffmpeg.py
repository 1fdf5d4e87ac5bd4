"""The one file that starts a program: ffmpeg and the probe, confined, watched and always ended.

A program gets its own session, so that its whole group can be ended; it dies with the worker (`confine.py`), within a
stall deadline (no sign of progress) and a wall deadline. There are no threads here: the caller's `on_tick` runs between
reads, about once a second, which is where a worker renews its claim. Whatever `on_tick` raises ends the program.

With `reads` a program is locked into a cage (`cage.py`): it sees those files and the system's, writes into the folder
`writes` alone and has no network. That is a must for every file of a stranger. Without `reads` it is trusted with all
files, as the demo's speech and drawings are: they are ours.
"""

import functools
import json
import os
import selectors
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import imageio_ffmpeg
from django.conf import settings

from media.errors import DiskFull, EncodeFailed, EncodeStalled, ToolMissing
from media.pipeline.cage import NAMES, Cage, Room, find_bwrap, locked

STDERR_KEPT_BYTES = 8192
STDOUT_KEPT_BYTES = 256 * 1024
TERM_GRACE_S = 3.0
CONFINE = Path(__file__).with_name("confine.py")
MEMORY_BYTES = 4 * 1024**3  # of addresses: AV1 and H.264 at 720, 480 and 360 in one go took 2.5, a third of it real

Tick = Callable[[float], None]


@dataclass
class Watched:
    """What a running program has said so far. `seconds` is how much of the clip is done, from ffmpeg's own report."""

    stdout: bytearray = field(default_factory=bytearray)
    stderr: bytearray = field(default_factory=bytearray)
    seconds: float = 0.0
    moved_at: float = field(default_factory=time.monotonic)

    def hear_stdout(self, chunk: bytes) -> None:
        """Keep what came and read `out_time_us=` lines out of it."""
        self.stdout += chunk
        if len(self.stdout) > STDOUT_KEPT_BYTES:
            del self.stdout[:-STDOUT_KEPT_BYTES]
        marks = [line for line in self.stdout[-4096:].splitlines() if line.startswith(b"out_time_us=")]
        if marks and marks[-1][12:].isdigit():
            seconds = int(marks[-1][12:]) / 1_000_000
            if seconds > self.seconds:
                self.seconds, self.moved_at = seconds, time.monotonic()

    def hear_stderr(self, chunk: bytes) -> None:
        """Keep the last 8 kB."""
        self.stderr = (self.stderr + chunk)[-STDERR_KEPT_BYTES:]


@functools.cache
def find_ffmpeg() -> str:
    """Return the path of ffmpeg: the setting FFMPEG_PATH, else the packaged one, else the one on PATH."""
    if settings.FFMPEG_PATH:
        return str(settings.FFMPEG_PATH)
    try:
        return imageio_ffmpeg.get_ffmpeg_exe()
    except RuntimeError:
        found = shutil.which("ffmpeg")
    if not found:
        raise ToolMissing
    return found


@functools.cache
def _cage(wanted: str) -> Cage:
    """Return the best cage that works here, found by locking a program in; `wanted` names one or is `auto`."""
    for name in NAMES if wanted == "auto" else [name for name in NAMES if name == wanted]:
        for guards_files in (True, False):
            cage = Cage(name, guards_files=guards_files, cuts_network=name != "limits")
            if _works(cage):
                return cage
    raise ToolMissing


def active_cage() -> Cage:
    """Return the cage in use, decided once a process; raises ToolMissing when the one set by MEDIA_CAGE fails here."""
    return _cage(settings.MEDIA_CAGE)


def _works(cage: Cage) -> bool:
    if cage.name == "bwrap" and not (cage.guards_files and find_bwrap()):
        return False
    settled, words = locked(cage, Room(), ["/bin/true"], {})
    try:
        _run(settled, words, wall_s=60)
    except EncodeFailed:  # a slow machine is no reason for a weaker cage: a stall goes up
        return False
    return True


def run_ffmpeg(
    arguments: Sequence[str],
    *,
    reads: Sequence[Path] | None = None,
    writes: Path | None = None,
    wall_s: float,
    stall_s: float = 60,
    size_limit_bytes: int = 0,
    on_tick: Tick | None = None,
) -> None:
    """Run ffmpeg with `arguments`; `on_tick` hears how many seconds of the clip are done.

    `reads` and `writes` lock it into the cage, see the module; `writes` should hold nothing but what this run makes.

    Raises DiskFull, EncodeStalled or EncodeFailed; the last lines of ffmpeg stay on the exception's `values["log"]`.
    """
    front = [
        "-hide_banner",
        "-nostdin",
        "-y",
        "-nostats",
        "-loglevel",
        "warning",
        "-progress",
        "pipe:1",
        "-stats_period",
        "1",
    ]
    limits = {"as": MEMORY_BYTES} | ({"fsize": size_limit_bytes} if size_limit_bytes else {})
    words = [find_ffmpeg(), *front, *arguments]
    run_program(words, reads=reads, writes=writes, wall_s=wall_s, stall_s=stall_s, limits=limits, on_tick=on_tick)


def run_program(
    words: Sequence[str],
    *,
    reads: Sequence[Path] | None = None,
    writes: Path | None = None,
    wall_s: float,
    stall_s: float = 0,
    limits: dict[str, int] | None = None,
    on_tick: Tick | None = None,
) -> Watched:
    """Run one program to its end and return what it said; see the module for what holds while it runs."""
    limits = {"cpu": int(wall_s * (os.cpu_count() or 1)) + 1, **(limits or {})}
    if reads is None and writes is None:
        return _run(
            {"network": "cut", "lenient": True, **limits}, words, wall_s=wall_s, stall_s=stall_s, on_tick=on_tick
        )
    room = Room(tuple(path.absolute() for path in reads or ()), writes.absolute() if writes else None)
    settled, caged = locked(active_cage(), room, words, limits)
    return _run(settled, caged, wall_s=wall_s, stall_s=stall_s, on_tick=on_tick)


def _run(
    settled: dict[str, Any],
    words: Sequence[str],
    *,
    wall_s: float,
    stall_s: float = 0,
    on_tick: Tick | None = None,
) -> Watched:
    told = json.dumps({"parent": os.getpid(), "nice": 5, **settled})
    try:
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(CONFINE), told, *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            env={"PATH": os.defpath, "LANG": "C.UTF-8"},
        )
    except OSError as error:
        raise ToolMissing from error
    with process:
        try:
            watched = _watch(process, wall_s=wall_s, stall_s=stall_s, on_tick=on_tick)
        except BaseException:
            os.killpg(process.pid, signal.SIGTERM)
            raise
        finally:
            _end_group(process)
    _judge(process.returncode, watched)
    return watched


def _watch(process: subprocess.Popen[bytes], *, wall_s: float, stall_s: float, on_tick: Tick | None) -> Watched:
    """Read both pipes until they close, keeping the deadlines."""
    watched, started = Watched(), time.monotonic()
    with selectors.DefaultSelector() as selector:
        for pipe, hear in ((process.stdout, watched.hear_stdout), (process.stderr, watched.hear_stderr)):
            selector.register(pipe, selectors.EVENT_READ, hear)  # type: ignore[arg-type]  # both are pipes here
        ticked_at = 0.0
        while selector.get_map():
            for key, _ in selector.select(timeout=1):
                chunk = os.read(key.fd, 65536)
                key.data(chunk)
                if not chunk:
                    selector.unregister(key.fileobj)
            now = time.monotonic()
            if now - started > wall_s or (stall_s and now - watched.moved_at > stall_s):
                raise EncodeStalled(log=watched.stderr.decode(errors="replace"))
            if on_tick and now - ticked_at >= 1:
                ticked_at = now
                on_tick(watched.seconds)
    return watched


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """Give the program a moment to end, then end its whole group, with whatever it started and left behind.

    Only then is it taken off the kernel's list: until then its number can't be anybody else's.
    """
    deadline = time.monotonic() + TERM_GRACE_S
    while not os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) and time.monotonic() < deadline:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _judge(code: int, watched: Watched) -> None:
    """Turn an exit code into our own errors."""
    if code == 0:
        return
    log = watched.stderr.decode(errors="replace")
    if "No space left on device" in log:
        raise DiskFull(log=log)
    raise EncodeFailed(log=log, code=code)
