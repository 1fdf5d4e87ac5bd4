"""A demo of its own, really running, for measurements and pictures: other port, other data, ended by process id."""

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from bench.harness import wait_until

ROOT = Path(__file__).resolve().parents[1]
SECONDS_TO_START = 300


@dataclass
class Demo:
    """A running demo: its address without the last slash, its folder, and what it has said so far."""

    url: str
    var: Path
    said: Path

    def wait_for(self, words: str, *, seconds: float) -> bool:
        """Wait until the demo says `words`; return False when time is up."""
        try:
            return wait_until(lambda: words in self.said.read_text(), seconds=seconds)
        except TimeoutError:
            return False


@contextlib.contextmanager
def running_demo(var: Path, **settings: str) -> Iterator[Demo]:
    """Start a demo that writes into `var`, yield it once it is ready, and end it."""
    var.mkdir(parents=True, exist_ok=True)
    port = free_port()
    said = var / "said.txt"
    with said.open("w") as out:
        process = _start(port, var, out, settings)
    try:
        _wait(process, said)
        yield Demo(url=f"http://127.0.0.1:{port}", var=var, said=said)
    finally:
        process.terminate()
        process.wait(60)  # it ends its own programs first


def free_port() -> int:
    """Return a port nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _start(port: int, var: Path, out: IO[str], settings: dict[str, str]) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "PORT": str(port), "IKM_VAR": str(var), "DJANGO_SETTINGS_MODULE": "lms.settings"}
    for name in ("SITE_URL", "IKM_SERVER", "REDIS_URL", "DATABASE_URL"):  # its own, whatever runs around it
        environment.pop(name, None)
    command = [sys.executable, "-m", "lms.embedded"]
    return subprocess.Popen(command, cwd=ROOT, env={**environment, **settings}, stdout=out, stderr=out)


def _wait(process: "subprocess.Popen[bytes]", said: Path) -> None:
    with contextlib.suppress(TimeoutError):
        wait_until(lambda: "Siap:" in said.read_text() or process.poll() is not None, seconds=SECONDS_TO_START)
    if "Siap:" not in said.read_text():
        raise SystemExit(f"the demo did not start:\n{said.read_text()}")
