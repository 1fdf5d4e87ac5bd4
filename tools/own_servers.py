"""A whole server installation of one's own on this machine: PostgreSQL, Redis and the product's very commands.

For tests and measurements that need what an office runs. Everything lies in one folder, listens on free ports of
127.0.0.1, and is ended by the block that started it; should this process be killed, the kernel ends the rest.
"""

import http.client
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from courses.pack_key import new_pack_key
from lms.broker import answers, find_server, free_port
from lms.processes import Program, Running

ROOT = Path(__file__).resolve().parents[1]
HOST = "bimtek.example"
SITE_URL = f"https://{HOST}"
SECONDS_TO_START = 120


def wait_until(is_so: Callable[[], object], *, what: str, seconds: float = SECONDS_TO_START) -> None:
    """Ask again and again; raises RuntimeError when it has not come true in time."""
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            raise RuntimeError(f"{what} did not happen within {seconds:.0f} s")
        threading.Event().wait(0.1)


@contextmanager
def running(program: Program) -> Iterator[Running]:
    """Start a program and end it with whatever it left behind."""
    started = Running(program)
    try:
        yield started
    finally:
        started.ask_to_end()
        started.wait_or_kill(time.monotonic() + 20)


def postgres_programs() -> Path:
    """Return the folder of PostgreSQL's server programs, the newest; Debian keeps them off the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise RuntimeError("PostgreSQL is missing: apt install postgresql")
    return found[-1].parent


def as_postgres() -> list[str]:
    """Return the words that let root start a server which refuses to be root's."""
    if os.geteuid():
        return []
    return ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups", "--pdeathsig", "INT", "--"]


@dataclass
class Served:
    """A server that others lean on: its address and its process."""

    url: str
    process: Running


@contextmanager
def own_postgres(folder: Path, *options: str) -> Iterator[Served]:
    """Yield a server with a fresh, empty database. `options`: more settings of the server, `name=value`."""
    bin_folder, data, port = postgres_programs(), folder / "postgres", free_port()
    data.mkdir(parents=True)
    if not os.geteuid():
        shutil.chown(data, "postgres")
    flags = ["-A", "trust", "-U", "ikm", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "-D", str(data / "rows")]
    subprocess.run([*as_postgres(), str(bin_folder / "initdb"), *flags], check=True, capture_output=True, cwd=data)
    settings = [f"port={port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={data}", *options]
    words = [str(bin_folder / "postgres"), "-D", str(data / "rows"), *(f"--{one}" for one in settings)]
    with running(Program("PostgreSQL", [*as_postgres(), *words], folder / "postgres.log")) as server:
        ready = [str(bin_folder / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port), "-U", "ikm"]
        wait_until(
            lambda: server.ended() is not None or subprocess.run(ready, check=False).returncode == 0, what="PostgreSQL"
        )
        yield Served(f"postgres://ikm:ikm@127.0.0.1:{port}/postgres", server)


@contextmanager
def own_redis(folder: Path, port: int | None = None) -> Iterator[Served]:
    """Yield a Redis that keeps what it is told in an append-only file."""
    port = port or free_port()
    place = folder / "redis"
    place.mkdir(parents=True, exist_ok=True)
    words = [find_server(), "--bind", "127.0.0.1", "--port", str(port), "--save", ""]
    words += ["--dir", str(place), "--appendonly", "yes"]
    url = f"redis://127.0.0.1:{port}/0"
    with running(Program("Redis", words, folder / "redis.log")) as server:
        wait_until(lambda: answers(url), what="Redis")
        yield Served(url, server)


@dataclass
class Site:
    """An installation: its settings and its folder. Nothing of it runs but what is started below."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    programs: dict[str, Running] = field(default_factory=dict)  # what runs now, by name

    def manage(self, *words: str) -> str:
        """Run a command of manage.py to its end and return what it said; raises CalledProcessError."""
        return self.python("manage.py", *words)

    def python(self, *words: str) -> str:
        """Run Python with the site's settings."""
        done = subprocess.run(
            [sys.executable, *words], cwd=ROOT, env=self.environment(), text=True, capture_output=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{words}: {done.stdout}{done.stderr}")
        return done.stdout

    def environment(self) -> dict[str, str]:
        """Return the environment of its programs: nothing of this shell's but the path."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return kept | {"DJANGO_SETTINGS_MODULE": "lms.settings"} | self.settings

    def program(self, name: str, *words: str, **settings: str) -> Program:
        """Return a program of the product, ready to be started."""
        wanted = {**self.environment(), **settings}
        pairs = [f"{key}={value}" for key, value in wanted.items()]
        return Program(name, ["env", "-i", *pairs, sys.executable, *words], self.folder / f"{name}.log")

    @contextmanager
    def started(self, program: Program) -> Iterator[Running]:
        """Run a program of this site; it stands in `programs` while it does."""
        with running(program) as process:
            self.programs[program.name] = process
            yield process
            del self.programs[program.name]

    @contextmanager
    def web(self, *, workers: int = 1, threads: int = 4, name: str = "web", **settings: str) -> Iterator[int]:
        """Yield the port of a web server, started as an installation starts it."""
        port = free_port()
        flags = ["--port", str(port), "--workers", str(workers), "--threads", str(threads)]
        with self.started(self.program(name, "-m", "lms.web", *flags, **settings)) as server:
            wait_until(lambda: server.ended() is not None or is_listening(port), what=f"the start of {name}")
            yield port


def is_listening(port: int) -> bool:
    """Whether `/sehat/` is answered, however well."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        line.request("GET", "/sehat/", headers={"Host": HOST})
        return bool(line.getresponse().status)
    except OSError:
        return False
    finally:
        line.close()


@contextmanager
def own_site(folder: Path, **settings: str) -> Iterator[Site]:
    """Yield a migrated installation with server settings and one proxy in front, on its own PostgreSQL and Redis."""
    folder.chmod(0o755)  # the server's own user has to get through
    with ExitStack() as stack:
        postgres = stack.enter_context(own_postgres(folder, "fsync=off", "full_page_writes=off"))
        redis = stack.enter_context(own_redis(folder))
        values = {
            "IKM_SERVER": "1",
            "IKM_VAR": str(folder / "var"),
            "SITE_URL": SITE_URL,
            "ALLOWED_HOSTS": f"{HOST},127.0.0.1",
            "SECRET_KEY": "a-long-random-text-for-this-machine-only-0123456789-abcdefghij",
            "PACK_KEY": new_pack_key(),
            "PROXY_COUNT": "1",
            "DATABASE_URL": postgres.url,
            "REDIS_URL": redis.url,
            **settings,
        }
        site = Site(folder, values, {"PostgreSQL": postgres.process, "Redis": redis.process})
        site.manage("migrate", "-v", "0")
        site.manage("collectstatic", "--noinput", "-v", "0")
        yield site
