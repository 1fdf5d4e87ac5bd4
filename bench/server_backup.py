"""Backup and restore of a demo-size and a 13,000-size system on PostgreSQL: every row and hash equal, and how long.

Brings its own PostgreSQL and broker. The backup is sealed, as an installation's would be; a second one, right after the
first, shows what is shared between two. The demo's videos are not among the files: they would have to be encoded first.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.harness import ROOT, Bench, Row, let_pass, measuring
from lms.broker import answers, find_server, free_port

SIZES = {"demo": 0, "13,000": 13_000}
SECONDS_TO_START = 60


@dataclass
class Servers:
    """A PostgreSQL and a Redis of our own."""

    folder: Path
    pg_port: int
    redis_port: int


def rows() -> list[Row]:
    """Return what is measured, for each size."""
    return [
        row
        for size in SIZES
        for row in (
            Row(f"{size}: tables and files that differ", "", 0),
            Row(f"{size}: rows", "rows"),
            Row(f"{size}: files", "files"),
            Row(f"{size}: backup", "min"),
            Row(f"{size}: restore and compare", "min"),
            Row(f"{size}: backup on the disk", "MB"),
            Row(f"{size}: second backup, new on the disk", "MB"),
        )
    ]


def main() -> int:
    """Measure, print, write; return 0 when every row and file came back."""
    with measuring("server_backup", rows()) as bench, servers() as own:
        for size, accounts in SIZES.items():
            measure(bench, own, size, accounts)
    return bench.finish()


@contextlib.contextmanager
def servers() -> Iterator[Servers]:
    """Start both and end both by their ids."""
    with tempfile.TemporaryDirectory(prefix="ikm-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        own = Servers(folder, free_port(), free_port())
        started = [start_postgres(own)]
        try:
            flags = ["--bind", "127.0.0.1", "--port", str(own.redis_port), "--save", "", "--dir", name]
            started.append(subprocess.Popen([find_server(), *flags], stdout=subprocess.DEVNULL))
            wait(lambda: answers(f"redis://127.0.0.1:{own.redis_port}/0"))
            yield own
        finally:
            for process in reversed(started):
                process.terminate()
                process.wait(60)


def start_postgres(own: Servers) -> "subprocess.Popen[bytes]":
    """Start a server that syncs to the disk as an installation's does; as `postgres` where we are root."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
    data = own.folder / "postgres"
    data.mkdir()
    become = []
    if os.getuid() == 0:
        subprocess.run(["chown", "postgres", data], check=True)
        become = ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups", "--"]
    flags = ["-U", "ikm", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-D", str(data / "data")]
    subprocess.run([*become, programs / "initdb", *flags], check=True, stdout=subprocess.DEVNULL)
    options = ["-D", str(data / "data"), "-k", str(data), "-c", "listen_addresses=127.0.0.1", "-p", str(own.pg_port)]
    process = subprocess.Popen([*become, programs / "postgres", *options], stderr=subprocess.DEVNULL)
    ready = [programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(own.pg_port)]
    wait(lambda: subprocess.run(ready, check=False).returncode == 0)
    return process


def wait(is_ready: object) -> None:
    """Ask until it is so."""
    deadline = time.monotonic() + SECONDS_TO_START
    while not is_ready():  # type: ignore[operator]
        if time.monotonic() > deadline:
            raise SystemExit("a server did not start")
        let_pass(0.2)


def measure(bench: Bench, own: Servers, size: str, accounts: int) -> None:
    """Fill a system of this size in processes of its own, and note what its drill says."""
    database = f"ikm_{accounts}"
    where = ["-h", "127.0.0.1", "-p", str(own.pg_port), "-U", "ikm", "-d", "postgres"]
    subprocess.run(["psql", "-q", *where, "-c", f"CREATE DATABASE {database}"], check=True)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "lms.settings",
        "IKM_DEMO": "1",
        "IKM_VAR": str(own.folder / database),
        "DATABASE_URL": f"postgres://ikm:ikm@127.0.0.1:{own.pg_port}/{database}",
        "REDIS_URL": f"redis://127.0.0.1:{own.redis_port}/0",
    }
    done = subprocess.run(
        [sys.executable, "-m", "bench.server_backup", "fill-and-drill", str(accounts)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    said = done.stdout.splitlines()[-1].split()
    names = [row for row in bench.rows if row.startswith(f"{size}:")]
    for name, value in zip(names, said, strict=True):
        bench.note(name, float(value))


def fill_and_drill(accounts: int) -> None:
    """Within the product: fill, back up twice, restore the second beside and compare; print the figures in a line."""
    import django

    django.setup()
    from django.core.management import call_command

    from bench.server_people import fill

    for command in ("migrate", "load_roles", "load_reference", "load_courses", "seed_demo"):
        call_command(command, verbosity=0)
    if accounts:
        fill(accounts)
    with tempfile.TemporaryDirectory(prefix="ikm-bench-") as folder:
        sys.stdout.write("\n" + " ".join(f"{value:.6f}" for value in figures(Path(folder))) + "\n")


def figures(folder: Path) -> list[float]:
    """Return the figures of one size in the order of the rows."""
    import pyrage

    from operating.backing_up import make_backup
    from operating.drilling import empty_database, empty_stores
    from operating.restoring import Target, restore

    key = pyrage.x25519.Identity.generate()
    began = time.monotonic()
    first, manifest, size_bytes = make_backup(folder / "backups", [str(key.to_public())])
    backed_up = time.monotonic() - began
    let_pass(max(0.0, 1.1 - backed_up))  # names are of whole seconds
    second, _, _ = make_backup(folder / "backups", [str(key.to_public())])
    new_bytes = sum(path.stat().st_size for path in second.rglob("*") if path.is_file() and path.stat().st_nlink == 1)
    with empty_database(folder) as database:
        began = time.monotonic()
        outcome = restore(first, Target(database, empty_stores(folder), folder), identities=[key])
        restored = time.monotonic() - began
    differ = len(outcome.differences)
    mb = 1_000_000
    counts = [differ, manifest.rows, len(manifest.files)]
    return [*counts, backed_up / 60, restored / 60, size_bytes / mb, new_bytes / mb]


if __name__ == "__main__":
    if sys.argv[1:2] == ["fill-and-drill"]:
        fill_and_drill(int(sys.argv[2]))
    else:
        sys.exit(main())
