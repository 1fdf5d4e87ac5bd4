"""Restores a backup on an empty machine, and holds the result against what the backup says of itself."""

import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.files.storage import Storage
from django.db.backends.base.base import BaseDatabaseWrapper

from operating import shelf
from operating.backing_up import Manifest
from operating.dumping import Facts, engine_of, facts_of, load, sequences_behind
from operating.errors import KeyWrong, NotEmpty, NotEqual, OtherEngine, PartDamaged
from operating.filing import Kept, files_in, names_in, put_back
from operating.sealing import unsealed

# Whoever has one of these has worked here already; migrations and loaders fill only other tables.
PEOPLE_AND_REGISTER = ("accounts_user", "certificates_certificate")


@dataclass(frozen=True)
class Target:
    """Where to restore: an empty database, empty storages, and a folder for what is unsealed on the way."""

    connection: BaseDatabaseWrapper
    stores: dict[str, Storage]
    scratch: Path


@dataclass(frozen=True)
class Outcome:
    """What the backup says and what is there now."""

    backup: Path
    manifest: Manifest
    tables: Facts
    files: list[Kept]
    secrets: dict[str, str]

    @property
    def differences(self) -> list[str]:
        """Name every table and file that isn't as it was."""
        tables = [
            name
            for name in sorted({*self.manifest.tables, *self.tables})
            if self.manifest.tables.get(name) != self.tables.get(name)
        ]
        files = {(one.storage, one.name, one.sha256, one.size) for one in self.files}
        meant = {(one.storage, one.name, one.sha256, one.size) for one in self.manifest.files}
        return tables + sorted({f"{storage}/{name}" for storage, name, *_ in files ^ meant})


def restore(folder: Path, target: Target, *, identities: Sequence[Any] = ()) -> Outcome:
    """Restore the backup `folder`, or the newest in it, into `target` and compare every row and file.

    Raises NoBackup, Incomplete, KeyMissing, KeyWrong, PartMissing, PartDamaged, OtherEngine, NotEmpty, ProgramFailed,
    NotEqual. Manifest and database are held against their hashes before anything is written, files on their way.
    """
    backup = shelf.newest(folder)
    about = shelf.about(backup)
    _check_engine(about, target)
    check_is_empty(target)
    with tempfile.TemporaryDirectory(dir=target.scratch, prefix="restore-") as own:
        scratch = Path(own)
        manifest = _manifest(backup, about, identities, scratch)
        values = json.loads(_content(backup / shelf.KEYS, manifest.keys_sha256, identities, scratch))
        with unsealed(
            backup / shelf.DATABASE, identities, sha256=manifest.database_sha256, scratch=scratch
        ) as database:
            load(target.connection, database)
        put_back(target.stores, backup, manifest.files, identities=identities, scratch=scratch)
    outcome = Outcome(backup, manifest, facts_of(target.connection), files_in(target.stores), values)
    _check(outcome, sequences_behind(target.connection))
    return outcome


def check_is_empty(target: Target) -> None:
    """Raise NotEmpty where people, certificates, files, or tables of another program are: all tables would go."""
    tables = target.connection.introspection.table_names()
    labels = ("django_", *(f"{app.label}_" for app in apps.get_app_configs()))
    others = [f"tabel {table}" for table in tables if not table.startswith(labels)]
    kept = [table for table in PEOPLE_AND_REGISTER if table in tables]
    there = [f"{count} baris {table}" for table in kept if (count := _rows(target.connection, table))]
    there += [f"berkas {kind}" for kind, storage in target.stores.items() if next(names_in(storage), None)]
    if there or others:
        raise NotEmpty(what=", ".join([*there, *others[:5]]))


def _rows(connection: BaseDatabaseWrapper, table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608  one of ours, above
        return int(cursor.fetchone()[0])


def _check_engine(about: shelf.About, target: Target) -> None:
    ours = engine_of(target.connection)
    if about.engine != ours:
        raise OtherEngine(theirs=about.engine, ours=ours)


def _manifest(backup: Path, about: shelf.About, identities: Sequence[Any], scratch: Path) -> Manifest:
    try:
        raw = _content(backup / shelf.MANIFEST, about.manifest_sha256, identities, scratch)
        return Manifest.from_bytes(raw)
    except KeyWrong:
        raise KeyWrong(recipients=", ".join(about.recipients)) from None
    except (ValueError, TypeError, KeyError):
        raise PartDamaged(name=shelf.MANIFEST) from None


def _content(path: Path, sha256: str, identities: Sequence[Any], scratch: Path) -> bytes:
    with unsealed(path, identities, sha256=sha256, scratch=scratch) as opened:
        return opened.read_bytes()


def _check(outcome: Outcome, sequences: list[str]) -> None:
    """Raise NotEqual where anything differs."""
    wrong = outcome.differences + sequences
    if wrong:
        raise NotEqual(what=", ".join(wrong[:10]))
