"""A start on a database older than its backup is refused: it would give certificate numbers that were given already."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError

from certificates.public import counters_behind
from core.errors import IkmError
from operating import shelf


def counters_of_backup() -> dict[str, int]:
    """Return the counters that the newest backup names; none where no folder is set or it holds no backup."""
    if not settings.BACKUP_FOLDER:
        return {}
    try:
        found = shelf.readable(Path(settings.BACKUP_FOLDER))
        return shelf.about(found[-1]).counters if found else {}
    except (IkmError, OSError):
        return {}


@register(Tags.database)
def check_counters_against_backup(databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a database whose counters are below those that the newest backup has seen."""
    known = counters_of_backup() if databases else {}
    if not known:
        return []
    try:
        behind = [one for one in counters_behind(known) if known.get(f"{one.series}/{one.year}") == one.highest]
    except DatabaseError:
        return []
    return [
        Error(
            f"The newest backup has seen number {one.highest} of {one.series} {one.year}, this database {one.last}.",
            hint=(
                "This database is older than the backup. Restore the newest backup, or, if it is meant to be older, "
                "run `manage.py raise_counters` so that no number is given twice."
            ),
            id="operating.E001",
        )
        for one in behind
    ]
