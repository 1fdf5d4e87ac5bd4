"""Makes a backup: the database as of one moment, then every file, the secrets apart; sealed if somebody is named.

The files come second: whatever a row of that moment names is there, because files that are replaced stay a day longer
(MEDIA_RETIRED_KEPT_S). Until all of it is on the disk its folder has a name that nobody takes for a backup.
"""

import contextlib
import hashlib
import io
import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection

from certificates.public import counters
from core.clock import now
from core.errors import IkmError
from operating import shelf
from operating.dumping import Facts, TableFacts, dump, engine_of
from operating.errors import told_in_words
from operating.filing import Kept, keep_files, own_storages
from operating.keys import secrets
from operating.models import BackupRun, BackupState
from operating.sealing import recipients_of, seal
from operating.versions import program_version


@dataclass(frozen=True)
class Manifest:
    """All that a backup holds: facts of the tables, every file, and the database file's own hash."""

    tables: Facts
    files: list[Kept]
    database_sha256: str
    keys_sha256: str

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(table.rows for table in self.tables.values())

    def as_bytes(self) -> bytes:
        """Return it as it is kept."""
        return json.dumps(asdict(self), indent=0).encode()

    @classmethod
    def from_bytes(cls, raw: bytes) -> "Manifest":
        """Read it back. Raises ValueError, TypeError or KeyError for anything else."""
        values = json.loads(raw)
        tables = {name: TableFacts(**facts) for name, facts in values.pop("tables").items()}
        return cls(tables=tables, files=[Kept(**one) for one in values.pop("files")], **values)


def back_up(folder: Path, *, recipients: Sequence[str] = (), keep_days: int | None = None) -> Path:
    """Make a backup in `folder`, remove those older than `keep_days`, note it for the status page; return its folder.

    Raises a UserFault or OwnFault of `operating.errors`; the failure is noted as well, in the words of its sentence.
    """
    started = now()
    try:
        with told_in_words():
            path, manifest, size = make_backup(folder, recipients)
    except IkmError as error:
        with contextlib.suppress(DatabaseError):
            BackupRun.objects.create(
                state=BackupState.FAILED, started_at=started, finished_at=now(), reason=error.message
            )
        raise
    BackupRun.objects.create(
        state=BackupState.DONE,
        started_at=started,
        finished_at=now(),
        name=path.name,
        rows=manifest.rows,
        files=len(manifest.files),
        size_bytes=size,
        is_sealed=bool(recipients),
    )
    if keep_days is not None:
        shelf.clear(folder, now=now(), keep_days=keep_days)
    return path


def make_backup(folder: Path, keys: Sequence[str]) -> tuple[Path, Manifest, int]:
    """Make a backup sealed to `keys` in `folder`; return its folder, what it holds, and its size on the disk in bytes.

    Raises FolderUnusable, BackupRunning, RecipientWrong, ProgramFailed, OSError.
    """
    recipients = recipients_of(keys)
    with shelf.hold(folder):
        part = shelf.begin(folder, now())
        try:
            manifest = _fill(part, _alike(folder, keys), recipients)
            _describe(part, manifest, keys, recipients)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
        size = sum(path.stat().st_size for path in part.rglob("*") if path.is_file())
        return shelf.finish(part), manifest, size


def _alike(folder: Path, keys: Sequence[str]) -> Path | None:
    """Return the newest backup sealed to the same recipients: its files can be shared."""
    alike = [path for path in shelf.readable(folder) if shelf.about(path).recipients == tuple(keys)]
    return alike[-1] if alike else None


def _fill(part: Path, before: Path | None, recipients: Sequence[Any]) -> Manifest:
    written: list[str] = []
    tables = dump(connection, lambda source: written.append(seal(source, part / shelf.DATABASE, recipients)[0]))
    files = keep_files(own_storages(), part, before=before, recipients=recipients)
    raw = json.dumps(secrets()).encode()
    keys_sha256, _ = seal(io.BytesIO(raw), part / shelf.KEYS, recipients)
    return Manifest(tables, files, written[0], keys_sha256)


def _describe(part: Path, manifest: Manifest, keys: Sequence[str], recipients: Sequence[Any]) -> None:
    """Write the manifest and, last, what may be known without the key."""
    raw = manifest.as_bytes()
    seal(io.BytesIO(raw), part / shelf.MANIFEST, recipients)
    about = shelf.About(
        made_at=now().isoformat(),
        engine=engine_of(connection),
        version=program_version(settings.BASE_DIR),
        recipients=tuple(keys),
        manifest_sha256=hashlib.sha256(raw).hexdigest(),
        counters=counters(),
    )
    shelf.write_about(part, about)
