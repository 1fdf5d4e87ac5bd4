"""The files of the product, by Django's storages: local folders and object stores alike."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.files.storage import Storage, storages
from django.db import models

from operating import shelf
from operating.sealing import PIECE, Counted, seal, unsealed

KINDS = ("default", "public")  # private files, public files
INCOMING = "incoming"
MODE = 0o644  # as Django's storages write: the folder says who may read, nginx among them
UNFINISHED = ".part"  # written aside, not yet anything


@dataclass(frozen=True)
class Kept:
    """One file: its storage, its name in it, hash and size of its content."""

    storage: str
    name: str
    sha256: str
    size: int


def own_storages() -> dict[str, Storage]:
    """Return the storages whose files belong to the product."""
    return {kind: storages[kind] for kind in KINDS}


def names_in(storage: Storage, folder: str = "") -> Iterator[str]:
    """Yield the name of every file, in order. A folder that isn't there has none."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    within = f"{folder}/" if folder else ""
    for name in sorted(files):
        if not name.endswith(UNFINISHED):
            yield within + name
    for name in sorted(folders):
        yield from names_in(storage, within + name)


def keep_files(stores: dict[str, Storage], part: Path, *, before: Path | None, recipients: Sequence[Any]) -> list[Kept]:
    """Copy every file into the backup `part`; a content that `before` has is shared with it.

    A file that goes away between list and copy was retired: nothing in the database names it any more.
    """
    kept = []
    for kind, storage in stores.items():
        for name in names_in(storage):
            try:
                kept.append(_keep(kind, storage, name, part, before, recipients))
            except FileNotFoundError:
                continue
    return kept


def _keep(kind: str, storage: Storage, name: str, part: Path, before: Path | None, recipients: Sequence[Any]) -> Kept:
    """Copy one file as it is now: what is written down is the hash of the very bytes that were kept."""
    sha256, size = hash_of(storage, name)
    if shelf.share(sha256, before, part, is_sealed=bool(recipients)):
        return Kept(kind, name, sha256, size)
    # It may have grown since: an upload on its way.
    sha256, size = seal(opened(storage, name), part / INCOMING, recipients)
    shelf.take_in(part / INCOMING, sha256, part, is_sealed=bool(recipients))
    return Kept(kind, name, sha256, size)


class Pieces:
    """A file as it comes from its store, piece by piece: a video of gigabytes must not fill the memory."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.pieces, self.rest = pieces, b""

    def read(self, size: int = PIECE) -> bytes:
        """Return what comes next, at most `size` bytes."""
        piece = self.rest or next(self.pieces, b"")
        self.rest = piece[size:]
        return piece[:size]


def opened(storage: Storage, name: str) -> Pieces:
    """Return a file as long as it is now. Raises FileNotFoundError, now or at the first piece."""
    store = storage.store  # type: ignore[attr-defined]  # all of ours have it: core/store.py
    found = store.find(name)
    if found is None:
        raise FileNotFoundError(name)
    return Pieces(store.read(name, 0, found.size_bytes - 1))


def hash_of(storage: Storage, name: str) -> tuple[str, int]:
    """Return SHA-256 and size of a file."""
    counted = Counted(opened(storage, name))
    while counted.read(PIECE):
        pass
    return counted.hash.hexdigest(), counted.size


def put_back(
    stores: dict[str, Storage], backup: Path, kept: Sequence[Kept], *, identities: Sequence[Any], scratch: Path
) -> None:
    """Give every file its name again, held against its hash on the way. Raises PartMissing, PartDamaged."""
    for one in kept:
        place = shelf.place_of(backup, one.sha256)
        with unsealed(place, identities, sha256=one.sha256, scratch=scratch) as path:
            path.chmod(MODE)
            stores[one.storage].store.settle(path, one.name)  # type: ignore[attr-defined]


def files_in(stores: dict[str, Storage]) -> list[Kept]:
    """Return every file with its hash."""
    return [Kept(kind, name, *hash_of(storage, name)) for kind, storage in stores.items() for name in names_in(storage)]


def lost_files(stores: dict[str, Storage]) -> list[str]:
    """Return `table: name` of files that rows name and no storage has, for whoever looks after the data."""
    fields = [
        field
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.FileField) and field.model is model
    ]
    return [lost for field in fields for lost in _lost_of(field, stores)]


def _lost_of(field: Any, stores: dict[str, Storage]) -> Iterator[str]:
    kind = next((kind for kind in KINDS if storages[kind] == field.storage), KINDS[0])
    rows = field.model._base_manager.exclude(**{field.name: ""}).exclude(**{f"{field.name}__isnull": True})
    for name in rows.values_list(field.name, flat=True).iterator():
        if not stores[kind].exists(name):
            yield f"{field.model._meta.db_table}: {name}"
