"""The drill: backs up what is here, restores it beside, compares all of it, and throws the copy away.

The copy is made of the sealed backup, so that the drill goes the whole way; its key is made for it and forgotten.
"""

import contextlib
import copy
import secrets
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyrage
from django.conf import settings
from django.core.files.storage import Storage
from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

from core.files import PrivateStorage
from operating.backing_up import make_backup
from operating.errors import ProgramFailed
from operating.filing import KINDS
from operating.restoring import Outcome, Target, restore

PREFIX = "ikm_drill_"


@dataclass(frozen=True)
class Drill:
    """What came of it. Times in seconds, size in bytes of the backup on the disk."""

    outcome: Outcome
    backup_seconds: float
    restore_seconds: float
    size_bytes: int


def drill(*, folder: Path | None = None) -> Drill:
    """Back up, restore and compare, all within `folder` (else the machine's temporary one), of which nothing stays.

    Raises what `make_backup` and `restore` raise.
    """
    key = pyrage.x25519.Identity.generate()
    with tempfile.TemporaryDirectory(prefix="ikm-drill-", dir=folder) as own, empty_database(Path(own)) as database:
        began = time.monotonic()
        backup, _, size = make_backup(Path(own) / "backup", [str(key.to_public())])
        made = time.monotonic()
        target = Target(database, empty_stores(Path(own)), Path(own))
        outcome = restore(backup, target, identities=[key])
        return Drill(outcome, made - began, time.monotonic() - made, size)


@contextlib.contextmanager
def ended_tidily() -> Iterator[None]:
    """Let SIGTERM end the block as an error does: what lies beside is everybody's data, and unlocked."""
    before = signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def empty_stores(folder: Path) -> dict[str, Storage]:
    """Return storages in new folders."""
    return {kind: PrivateStorage(location=folder / kind, base_url=None) for kind in KINDS}


@contextlib.contextmanager
def empty_database(folder: Path) -> Iterator[BaseDatabaseWrapper]:
    """Yield a new database of the same engine, on the same server, and drop it. Raises ProgramFailed."""
    values = copy.deepcopy(settings.DATABASES["default"])
    name = str(folder / "drill.sqlite3") if connection.vendor == "sqlite" else f"{PREFIX}{secrets.token_hex(4)}"
    own = ConnectionHandler({"default": {**values, "NAME": name, "CONN_MAX_AGE": 0}})["default"]
    if connection.vendor == "postgresql":
        _create(name)
    try:
        yield own
    finally:
        own.close()
        if connection.vendor == "postgresql":
            _server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _create(name: str) -> None:
    try:
        _server(f'CREATE DATABASE "{name}" TEMPLATE template0')
    except DatabaseError:
        raise ProgramFailed(
            program="CREATE DATABASE",
            reason="akun basis data belum boleh membuatnya. Jalankan sebagai pengelola: ALTER ROLE ... CREATEDB",
        ) from None


def _server(sql: str) -> None:
    """Do what no transaction may hold, on a connection of its own."""
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute(sql)
    finally:
        own.close()
