"""A whole site of its own for measuring video work: database, broker, beat and workers, each of which can be killed."""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bench.harness import ROOT, wait_until
from lms.broker import answers, find_server, free_port

POSTGRES = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
QUEUES = "codes,default,video"


class Site:
    """The programs of one site below `folder`. PostgreSQL where the machine has it, else SQLite, never killed."""

    def __init__(self, folder: Path, **environment: str) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self.folder, self.environment = folder, environment
        self.programs: dict[str, subprocess.Popen[bytes]] = {}
        self.commands: dict[str, list[str]] = {}
        self.broker_port = free_port()
        self.has_postgres = bool(POSTGRES)
        if self.has_postgres:
            self._make_cluster()
        self.environment |= self._values()

    def _values(self) -> dict[str, str]:
        values = {"DJANGO_SETTINGS_MODULE": "lms.settings", "IKM_VAR": str(self.folder / "var")}
        values["REDIS_URL"] = f"redis://127.0.0.1:{self.broker_port}/0"
        if self.has_postgres:
            values["DATABASE_URL"] = f"postgres://ikm:ikm@127.0.0.1:{self.postgres_port}/postgres"
        return values

    def _make_cluster(self) -> None:
        self.postgres_port = free_port()
        # Not below the folder: the user postgres must be able to reach it, however private the project's own place is.
        self.data = data = Path(tempfile.mkdtemp(prefix="ikm-bench-"))
        self.as_user: list[str] = []
        if os.getuid() == 0:  # PostgreSQL refuses to run as root
            shutil.chown(data, "postgres")
            self.as_user = ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups", "--"]
        initdb = [str(POSTGRES[-1].with_name("initdb")), "-D", str(data / "db"), "-U", "ikm", "-A", "trust"]
        subprocess.run([*self.as_user, *initdb, "-E", "UTF8"], check=True, capture_output=True, cwd=data)

    def start(self) -> None:
        """Start database, broker and beat, and make this process one of the site's own."""
        if self.has_postgres:
            self.start_database()
        self.start_broker()
        os.environ.update(self.environment)
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0, interactive=False)
        self.start_beat()

    def start_database(self) -> None:
        """Start PostgreSQL and wait until it answers; what a killed one left may refuse a successor for a while."""
        data = self.data
        words = [str(POSTGRES[-1]), "-D", str(data / "db"), "-k", str(data), "-p", str(self.postgres_port)]
        ready = [str(POSTGRES[-1].with_name("pg_isready")), "-q", "-h", "127.0.0.1", "-p", str(self.postgres_port)]

        def answers_or_starts() -> bool:
            program = self.programs.get("database")
            if program is None or program.poll() is not None:
                self._start("database", [*self.as_user, *words, "-c", "listen_addresses=127.0.0.1"])
            return subprocess.run(ready).returncode == 0

        wait_until(answers_or_starts, seconds=60, what="the database's start")

    def start_broker(self) -> None:
        """Start the broker and wait until it answers."""
        flags = ["--bind", "127.0.0.1", "--port", str(self.broker_port), "--dir", str(self.folder), "--save", ""]
        self._start("broker", [find_server(), *flags, "--appendonly", "yes"])
        wait_until(lambda: answers(self.environment["REDIS_URL"]), seconds=30, what="the broker's start")

    def start_beat(self) -> None:
        """Start the clock that rings for sweeps."""
        self._start("beat", [sys.executable, "-m", "celery", "-A", "lms", "beat", "-l", "WARNING"])

    def start_worker(self, name: str, core: int | None = None) -> None:
        """Start a worker of all queues, on one core only if asked."""
        pin = ["taskset", "-c", str(core)] if core is not None else []
        flags = ["-Q", QUEUES, "-c", "1", "-n", f"{name}@bench", "--without-gossip", "--without-mingle"]
        self._start(name, [*pin, sys.executable, "-m", "celery", "-A", "lms", "worker", *flags, "-l", "WARNING"])

    def _start(self, name: str, command: list[str]) -> None:
        self.commands[name] = command
        with (self.folder / f"{name}.log").open("ab") as log:
            self.programs[name] = subprocess.Popen(
                command, cwd=ROOT, env=os.environ | self.environment, stdout=log, stderr=log, start_new_session=True
            )

    def kill(self, name: str) -> None:
        """Kill a program with its group as a power cut would."""
        program = self.programs.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(program.pid, signal.SIGKILL)
        program.wait()

    def restart(self, name: str) -> None:
        """Start what was killed again."""
        if name == "database":
            self.start_database()
        elif name == "broker":
            self.start_broker()
        else:
            self._start(name, self.commands[name])

    def kill_ffmpeg(self, choice: random.Random) -> bool:
        """Kill one running ffmpeg of this site; False when none runs."""
        found = [pid for pid in running("ffmpeg") if self.folder_of(pid)]
        if found:
            with suppress(ProcessLookupError):
                os.kill(choice.choice(found), signal.SIGKILL)
        return bool(found)

    def folder_of(self, pid: int) -> bool:
        """Say whether a process works on this site's files."""
        return os.fsencode(str(self.folder)) in words_of(pid)

    def stop(self) -> None:
        """End everything."""
        for name in [*self.programs][::-1]:
            program = self.programs.pop(name)
            with suppress(ProcessLookupError):
                os.killpg(program.pid, signal.SIGTERM)
            try:
                program.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(program.pid, signal.SIGKILL)
                program.wait()
        if self.has_postgres:
            shutil.rmtree(self.data, ignore_errors=True)


def running(name: str) -> Iterator[int]:
    """Yield the ids of processes whose program is called something like `name`."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and name in Path(os.fsdecode(words_of(int(folder.name)).split(b"\0")[0])).name:
            yield int(folder.name)


def words_of(pid: int) -> bytes:
    """Return the command line of a process, words between NULs; empty when it has gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


@contextmanager
def running_site(folder: Path, **environment: str) -> Iterator[Site]:
    """Yield a started site and end it whatever happens."""
    site = Site(folder, **environment)
    try:
        site.start()
        yield site
    finally:
        site.stop()
