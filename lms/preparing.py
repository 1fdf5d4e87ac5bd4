"""Prepares what must be there before anything serves: database, static files, reference data, courses; demo people.

Run as `python -m lms.preparing` by `lms.embedded`, and on a server by the service `setup` of docker-compose.yml before
each start. Every step may be done again and then changes nothing.
"""

import sys
import time
import traceback
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TextIO

import django
from django.core.management import call_command
from django.db import connection

from lms.settings import env
from lms.stamp import digest
from lms.static_files import sweep_static

# For a demo alone: on a server nobody signs certificates with keys that are known to be a demo's.
DEMO_STEPS: tuple[tuple[str, str, dict[str, object]], ...] = (
    ("Penerbit contoh", "make_demo_authority", {}),
    ("Orang dan data contoh", "seed_demo", {}),
)
# A title and a command with its options. A server keeps the static files of versions before: pages and web servers of
# the old code are still about while it is renewed.
STEPS: tuple[tuple[str, str, dict[str, object]], ...] = (
    ("Basis data", "migrate", {"interactive": False}),
    ("Berkas tampilan", "collectstatic", {"interactive": False, "clear": not env.SERVER}),
    ("Peran", "load_roles", {}),
    ("Wilayah, bidang usaha, dan topik", "load_reference", {}),
    ("Sepuluh kursus", "load_courses", {}),
    *(() if env.SERVER else DEMO_STEPS),
)
DISK_FULL = ("disk is full", "no space left", "disk quota")


def main() -> int:
    """Do every step, one line each; return 1 and say what to do when one fails."""
    log = env.VAR / "log" / "prepare.log"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        return _do_steps(log, sys.stdout)
    except OSError as error:  # not even the log could be written
        sys.stdout.write(_reason("Catatan", error, log) + "\n")
        return 1


def _do_steps(log: Path, terminal: TextIO) -> int:
    with log.open("w") as details, redirect_stdout(details), redirect_stderr(details):
        django.setup()
        if env.SERVER:
            sweep_static()
        for title, command, options in STEPS:
            started = time.monotonic()
            try:
                call_command(command, verbosity=1, **options)
            except Exception as error:  # noqa: BLE001  whatever failed: one sentence here, the rest in the log
                traceback.print_exc(file=details)
                terminal.write(_reason(title, error, log) + "\n")
                return 1
            terminal.write(f"  {title}: {time.monotonic() - started:.1f} dtk\n".replace(".", ","))
            terminal.flush()
    _write_stamp()
    return 0


def _reason(title: str, error: Exception, log: Path) -> str:
    """Return what happened and what to do next."""
    if any(words in str(error).lower() for words in DISK_FULL):
        return "Ruang penyimpanan habis. Kosongkan sekitar 1.000 MB, lalu jalankan lagi."
    return f'Penyiapan berhenti pada langkah "{title}". Rincian: {log}'


def _write_stamp() -> None:
    """Note in the database that it was prepared from exactly these files."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA user_version = {digest(env.ROOT)}")


if __name__ == "__main__":
    sys.exit(main())
