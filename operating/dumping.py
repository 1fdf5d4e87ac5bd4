"""The database as a whole: writing it out, taking it in, counting and comparing its rows. The one file here that starts
programs (`pg_dump`, `pg_restore`).

A fingerprint of a table is the sum of its rows' hashes: equal tables have equal ones, in whatever order the rows lie.
"""

import contextlib
import hashlib
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from operating.errors import ProgramFailed
from operating.sealing import Readable

# Fixed, because a row's text depends on them.
FORM = "SET TIME ZONE 'UTC'; SET DateStyle TO 'ISO'; SET IntervalStyle TO 'postgres'; SET extra_float_digits TO 1"
# The snapshot is held idle while pg_dump works: minutes, where servers end what is idle in a transaction after one.
NO_HURRY = "SET idle_in_transaction_session_timeout TO 0; SET statement_timeout TO 0"
PG_FINGERPRINT = """SELECT count(*), coalesce(sum(('x' || substr(md5(t::text), 1, 15))::bit(60)::bigint), 0)
    FROM "{table}" t"""
PG_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1"
PG_SEQUENCES = """SELECT d.refobjid::regclass::text, a.attname, s.last_value
    FROM pg_sequences s
    JOIN pg_class c ON c.relname = s.sequencename AND c.relnamespace = s.schemaname::text::regnamespace
    JOIN pg_depend d ON d.objid = c.oid AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0
    JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
    WHERE s.schemaname = current_schema()"""
SQLITE_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1"


@dataclass(frozen=True)
class TableFacts:
    """How many rows a table has, and what they are."""

    rows: int
    fingerprint: str


Facts = dict[str, TableFacts]
Keep = Callable[[Readable], Any]


def engine_of(connection: BaseDatabaseWrapper) -> str:
    """Return `postgresql` or `sqlite`."""
    return connection.vendor


def dump(connection: BaseDatabaseWrapper, keep: Keep) -> Facts:
    """Give the whole database, as of one moment, to `keep`; return the facts of every table at that moment.

    Raises ProgramFailed.
    """
    return _dump_postgres(connection, keep) if connection.vendor == "postgresql" else _dump_sqlite(connection, keep)


def load(connection: BaseDatabaseWrapper, path: Path) -> None:
    """Put what `dump` wrote into an empty database. Raises ProgramFailed."""
    if connection.vendor == "postgresql":
        _drop_tables(connection)
        _run(connection, "pg_restore", "--no-owner", "--no-privileges", "--single-transaction", "-d", "", str(path))
        return
    with contextlib.closing(sqlite3.connect(path)) as source:
        connection.ensure_connection()
        source.backup(connection.connection)


def facts_of(connection: BaseDatabaseWrapper) -> Facts:
    """Return the facts of every table."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            return _postgres_facts(cursor)
    # A plain connection: Django's own turns values into Python's, and then they look different.
    with contextlib.closing(sqlite3.connect(connection.settings_dict["NAME"])) as raw:
        return _sqlite_facts(raw)


def sequences_behind(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the columns whose next number was given before; SQLite takes its sequences along as a table."""
    if connection.vendor != "postgresql":
        return []
    behind = []
    with connection.cursor() as cursor:
        cursor.execute(PG_SEQUENCES)
        for table, column, last in cursor.fetchall():
            cursor.execute(f'SELECT coalesce(max("{column}"), 0) FROM {table}')  # noqa: S608  the catalogue's own names
            if cursor.fetchone()[0] > (last or 0):
                behind.append(f"{table}.{column}")
    return behind


# --- PostgreSQL ----------------------------------------------------------------------------------


def _dump_postgres(connection: BaseDatabaseWrapper, keep: Keep) -> Facts:
    """`pg_dump` and the counting look at one exported snapshot."""
    own = connection.copy()
    try:
        own.set_autocommit(True)
        with own.cursor() as cursor:
            cursor.execute(NO_HURRY)
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
            with _output(own, "pg_dump", "--format=custom", "--compress=6", f"--snapshot={snapshot}") as out:
                keep(out)
            return _postgres_facts(cursor)
    finally:
        own.close()


def _postgres_facts(cursor: Any) -> Facts:
    cursor.execute(FORM)
    cursor.execute(PG_TABLES)
    facts = {}
    for (table,) in cursor.fetchall():
        cursor.execute(PG_FINGERPRINT.format(table=table))
        rows, total = cursor.fetchone()
        facts[table] = TableFacts(rows, f"{int(total):x}")
    return facts


def _drop_tables(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute(PG_TABLES)
        for (table,) in cursor.fetchall():
            cursor.execute(f'DROP TABLE IF EXISTS "{table}" CASCADE')


def postgres_environment(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Return how PostgreSQL's programs reach this database: by the environment, where `ps` shows no password."""
    given = connection.settings_dict
    options = given.get("OPTIONS") or {}
    values = {
        "PGHOST": given["HOST"],
        "PGPORT": str(given["PORT"] or ""),
        "PGUSER": given["USER"],
        "PGPASSWORD": given["PASSWORD"],
        "PGDATABASE": given["NAME"],
        "PGSSLMODE": options.get("sslmode", ""),
        "PGSSLROOTCERT": options.get("sslrootcert", ""),
    }
    return {name: value for name, value in values.items() if value}


@contextlib.contextmanager
def _output(connection: BaseDatabaseWrapper, program: str, *arguments: str) -> Iterator[Readable]:
    """Yield what a program writes; raise ProgramFailed if it fails in the end."""
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            [_found(program), *arguments],
            env={"PATH": os.defpath, **postgres_environment(connection)},
            stdout=subprocess.PIPE,
            stderr=errors,
        )
        try:
            yield process.stdout  # type: ignore[misc]
        finally:
            process.stdout.close()  # type: ignore[union-attr]
            code = process.wait()
        if code:
            errors.seek(0)
            raise ProgramFailed(program=program, reason=_reason(errors.read().decode(errors="replace")))


def _run(connection: BaseDatabaseWrapper, program: str, *arguments: str) -> None:
    wanted = [connection.settings_dict["NAME"] if one == "" else one for one in arguments]
    done = subprocess.run(
        [_found(program), *wanted],
        env={"PATH": os.defpath, **postgres_environment(connection)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ProgramFailed(program=program, reason=_reason(done.stderr))


def _found(program: str) -> str:
    path = shutil.which(program)
    if path is None:
        raise ProgramFailed(program=program, reason="belum terpasang. Pasang paket postgresql-client.")
    return path


def _reason(said: str) -> str:
    """Return the first line that says what went wrong: later ones may name rows."""
    lines = [line for line in said.splitlines() if "error" in line.lower()] or said.splitlines() or ["tanpa keterangan"]
    return lines[0][:300]


# --- SQLite --------------------------------------------------------------------------------------


def _dump_sqlite(connection: BaseDatabaseWrapper, keep: Keep) -> Facts:
    with tempfile.TemporaryDirectory(prefix="ikm-backup-") as folder:
        path = Path(folder) / "database"
        own = connection.copy()
        with contextlib.closing(sqlite3.connect(path)) as target:
            own.ensure_connection()
            own.connection.backup(target)
            own.close()
            target.execute("PRAGMA journal_mode=DELETE")  # one file holds all of it
            facts = _sqlite_facts(target)
        with path.open("rb") as file:
            keep(file)
    return facts


def _sqlite_facts(raw: sqlite3.Connection) -> Facts:
    cursor = raw.cursor()
    facts = {}
    for (table,) in cursor.execute(SQLITE_TABLES).fetchall():
        rows = total = 0
        for row in cursor.execute(f'SELECT * FROM "{table}"'):  # noqa: S608  the catalogue's own names
            rows += 1
            total += int.from_bytes(hashlib.md5(repr(tuple(row)).encode(), usedforsecurity=False).digest()[:7], "big")
        facts[table] = TableFacts(rows, f"{total:x}")
    return facts
