"""Makes the piece hashes of videos: the worker before it publishes; for older files whoever asks first."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from core.store import public_store
from media.models import PIECE_BYTES, FileHashes


def keep_hashes(names: Iterable[str]) -> None:
    """Hash those files of which no hashes are kept yet, and those made anew; 60 MB take a third of a second."""
    wanted = set(names)
    kept = dict(FileHashes.objects.filter(name__in=wanted).values_list("name", "size_bytes"))
    for name in sorted(wanted):
        found = public_store().find(name)
        if found and kept.get(name) != found.size_bytes:
            forget_hashes([name])
            _keep(name)


def hashes_of(names: Iterable[str]) -> dict[str, FileHashes]:
    """Return the hashes of each file by its name; one that is not there any more is left out."""
    wanted = set(names)
    found = {row.name: row for row in FileHashes.objects.filter(name__in=wanted)}
    made = (_keep(name) for name in sorted(wanted - found.keys()))
    return found | {row.name: row for row in made if row}


def forget_hashes(names: Iterable[str | None]) -> None:
    """Let go of hashes whose files are gone."""
    FileHashes.objects.filter(name__in=[name for name in names if name]).delete()


def _keep(name: str) -> FileHashes | None:
    try:
        path = public_store().local(name)
    except FileNotFoundError:
        return None
    made = {"size_bytes": path.stat().st_size, "pieces": piece_hashes(path)}
    # Two who ask at once read the same bytes: whoever is second finds the first one's row.
    row, _ = FileHashes.objects.get_or_create(name=name, defaults=made)
    return row


def piece_hashes(path: Path) -> list[str]:
    """Return the SHA-256 of each piece of a file, the last one shorter."""
    with path.open("rb") as file:
        return [hashlib.sha256(piece).hexdigest() for piece in iter(lambda: file.read(PIECE_BYTES), b"")]
