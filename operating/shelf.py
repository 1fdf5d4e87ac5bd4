"""The folder of backups: a folder each, which gets its name only when it is whole.

ikm-20261130-010000/about.json        when, of which engine, sealed to whom; counters; nothing personal
                    manifest.json     rows of each table, hash of each file
                    database          as the database's own program writes it
                    keys.json         the secrets; may be kept elsewhere
                    files/ab/ab12...  each content once, named by its hash; shared with the backup before
"""

import contextlib
import datetime as dt
import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from operating.errors import BackupRunning, FolderUnusable, Incomplete, NoBackup, PartDamaged
from operating.sealing import SEALED

NAME = "ikm-%Y%m%d-%H%M%S"
PART = ".part"
ABOUT, MANIFEST, DATABASE, KEYS, FILES = "about.json", "manifest.json", "database", "keys.json", "files"


@dataclass(frozen=True)
class About:
    """What may be known of a backup without its key. `counters`: last certificate number by `series/year`."""

    made_at: str
    engine: str
    version: str
    recipients: tuple[str, ...]
    manifest_sha256: str
    counters: dict[str, int] = field(default_factory=dict)


@contextlib.contextmanager
def hold(folder: Path) -> Iterator[None]:
    """Have the folder of backups, for this process alone. Raises FolderUnusable, BackupRunning."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        raise FolderUnusable(folder=folder) from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise BackupRunning from None
    finally:
        os.close(lock)


def begin(folder: Path, moment: dt.datetime) -> Path:
    """Make the folder of a new backup, which nobody takes for a whole one; only for who has `hold`.

    What an interrupted one left goes first: it may be what fills the disk.
    """
    for left in folder.glob(f".ikm-*{PART}"):
        shutil.rmtree(left, ignore_errors=True)
    path = folder / f".{moment.strftime(NAME)}{PART}"
    path.mkdir(mode=0o700)
    return path


def finish(part: Path) -> Path:
    """Give a whole backup its name, once all of it is on the disk."""
    os.sync()
    target = part.with_name(part.name.removeprefix(".").removesuffix(PART))
    part.rename(target)
    return target


def write_about(part: Path, about: About) -> None:
    """Write what is known without the key."""
    (part / ABOUT).write_text(json.dumps(asdict(about), indent=1))


def about(backup: Path) -> About:
    """Read what is known without the key. Raises Incomplete, NoBackup, PartDamaged."""
    if backup.name.endswith(PART):
        raise Incomplete(folder=backup.name)
    try:
        values = json.loads((backup / ABOUT).read_text())
        return About(**{**values, "recipients": tuple(values["recipients"])})
    except (FileNotFoundError, NotADirectoryError):
        raise NoBackup(folder=backup) from None
    except (ValueError, TypeError, KeyError):
        raise PartDamaged(name=ABOUT) from None


def whole_backups(folder: Path) -> list[Path]:
    """Return the whole backups, the oldest first."""
    return sorted(path for path in folder.glob("ikm-*") if (path / ABOUT).is_file())


def newest(folder: Path) -> Path:
    """Return `folder` if it is a backup itself, else the newest whole one in it. Raises NoBackup, Incomplete."""
    if (folder / ABOUT).is_file() or folder.name.endswith(PART):
        return folder
    found = whole_backups(folder)
    if not found:
        raise NoBackup(folder=folder)
    return found[-1]


def readable(folder: Path) -> list[Path]:
    """Return the whole backups that say what they are, the oldest first: a damaged one must not keep new ones away."""
    found = []
    for path in whole_backups(folder):
        with contextlib.suppress(PartDamaged):
            about(path)
            found.append(path)
    return found


def clear(folder: Path, *, now: dt.datetime, keep_days: int) -> list[str]:
    """Remove backups older than `keep_days`, never the newest; return their names."""
    old = [path for path in whole_backups(folder)[:-1] if now - _made_at(path, now) > dt.timedelta(days=keep_days)]
    for path in old:
        # Renamed first: half-removed it must not look whole.
        shutil.rmtree(path.rename(path.with_name(f".{path.name}{PART}")), ignore_errors=True)
    return [path.name for path in old]


def _made_at(path: Path, now: dt.datetime) -> dt.datetime:
    """Return when a backup was begun by its name; `now` where somebody gave it another, so that it stays."""
    try:
        return dt.datetime.strptime(path.name, NAME).replace(tzinfo=dt.UTC)
    except ValueError:
        return now


def place_of(backup: Path, sha256: str) -> Path:
    """Return where the content with this hash lies in a backup."""
    return backup / FILES / sha256[:2] / sha256


def share(sha256: str, before: Path | None, part: Path, *, is_sealed: bool) -> bool:
    """Take a content over from the backup before, as another name of the same bytes; say whether it is there now."""
    suffix = SEALED if is_sealed else ""
    here = place_of(part, sha256)
    target = here.with_name(here.name + suffix)
    if target.exists():
        return True
    if before is None:
        return False
    there = place_of(before, sha256)
    with contextlib.suppress(OSError):  # not there, or a disk that knows no second names
        target.parent.mkdir(parents=True, exist_ok=True)
        os.link(there.with_name(there.name + suffix), target)
        return True
    return False


def take_in(incoming: Path, sha256: str, part: Path, *, is_sealed: bool) -> None:
    """Give a content that was just written its place; one that is there already stays."""
    suffix = SEALED if is_sealed else ""
    source, here = incoming.with_name(incoming.name + suffix), place_of(part, sha256)
    here.parent.mkdir(parents=True, exist_ok=True)
    source.replace(here.with_name(here.name + suffix))
