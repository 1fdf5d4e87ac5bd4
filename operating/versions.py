"""Which versions run here."""

import functools
import hashlib
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper

LETTERS = 12
LOCK = "requirements/base.txt"


@functools.cache
def program_version(root: Path) -> str:
    """Return a short name of this program: equal for equal code, migrations and packages."""
    digest = hashlib.sha256()
    for path in sorted([*root.glob("*/*.py"), *root.glob("*/migrations/*.py"), root / LOCK]):
        if "var" not in path.relative_to(root).parts:
            digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:LETTERS]


def database_version(connection: BaseDatabaseWrapper) -> str:
    """Return the name and version of the database server, such as `PostgreSQL 15.18`."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            return f"PostgreSQL {cursor.fetchone()[0].split()[0]}"
    return f"SQLite {'.'.join(map(str, connection.Database.sqlite_version_info))}"  # type: ignore[attr-defined]
