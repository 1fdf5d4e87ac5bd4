"""Whether a database was already prepared from exactly these files, told without starting Django.

The stamp is SQLite's own `user_version`, so it goes wherever the database goes. Other databases carry none: there
everything is prepared at every start, which changes nothing the second time.
"""

import hashlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

WRITTEN_BY_MACHINE = {"__pycache__", "var", ".git"}
PARTS = ("static", "requirements/base.txt", "manage.py")


def _files(root: Path) -> Iterator[Path]:
    """Yield every file that decides what preparing does: the rooms' code and content, static files, the lock."""
    rooms = sorted(path.parent for path in root.glob("*/apps.py"))
    for part in [*rooms, root / "lms", *(root / name for name in PARTS)]:
        yield from [part] if part.is_file() else sorted(p for p in part.rglob("*") if p.is_file())


def digest(root: Path) -> int:
    """Return a 31-bit number of the files' names and content; never 0, which is an unstamped database."""
    whole = hashlib.sha256()
    for path in _files(root):
        if not WRITTEN_BY_MACHINE & set(path.relative_to(root).parts):
            whole.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return int.from_bytes(whole.digest()[:4], "big") >> 1 or 1


def code_stamp(root: Path, *told: str) -> str:
    """Return a short mark of everything in the code that pages are made from, and of what else is told."""
    whole = hashlib.sha256("\0".join(told).encode())
    for path in [*_files(root), *sorted((root / "templates").rglob("*.html"))]:
        if not WRITTEN_BY_MACHINE & set(path.relative_to(root).parts):
            whole.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()[:12]


def read_stamp(database: Path) -> int:
    """Return the stamp of `database`, 0 where there is none or no database."""
    if not database.exists():
        return 0
    connection = sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)
    try:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])
    except sqlite3.Error:
        return 0
    finally:
        connection.close()
