"""Where files lie, on a disk or in an object store: one interface, so that nobody else needs to know which.

Names are ours, with `/` between, never a stranger's. What stands under a name never changes: names are hashes of the
content or made new for it. That is why a copy on this machine can't be old, and why "put if absent" is enough.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, cast

from django.core.files.storage import storages

CHUNK_BYTES = 64 * 1024


class StoreAway(OSError):
    """The object store did not answer, or refused; trying again may help."""


@dataclass(frozen=True)
class Found:
    """A file that is there. `modified_ns` counts from 1970."""

    name: str
    size_bytes: int
    modified_ns: int

    @property
    def modified_s(self) -> float:
        """When it was written, in seconds since 1970."""
        return self.modified_ns / 1e9


class Store(Protocol):
    """A place for whole files. Every method may raise OSError: StoreAway, or what the disk says."""

    is_local: bool  # a disk of this machine, or one that it shares
    accel_prefix: str  # below which nginx serves this place from the same disk; empty for an object store

    def find(self, name: str) -> Found | None:
        """Return what stands under `name`; None where nothing does."""

    def listed(self, prefix: str) -> Iterator[Found]:
        """Yield every file below the folder `prefix`, whatever lies half written left out."""

    def read(self, name: str, first: int, last: int) -> Iterator[bytes]:
        """Yield the bytes from `first` to `last`, both included; raises FileNotFoundError."""

    def sha256(self, name: str) -> str:
        """Return the hash of the content as it lies there, in hexadecimal; raises FileNotFoundError."""

    def local(self, name: str) -> Path:
        """Return a file of this machine with the content, to be read soon; raises FileNotFoundError."""

    def folder(self, prefix: str) -> Path:
        """Return the folder of this machine to write below before `settle`."""

    def keep(self, name: str, content: bytes) -> None:
        """Put `content` under `name` unless something is there; whole or not at all."""

    def settle(self, path: Path, name: str) -> None:
        """Put the file at `path`, which may be gone afterwards, under `name`; whole or not at all."""

    def take_back(self, name: str, path: Path) -> None:
        """Undo `settle`: `path` is there again, or `name` stays where it was the only copy."""

    def touch(self, name: str) -> None:
        """Make it young again, for whoever deletes by age."""

    def delete(self, name: str) -> None:
        """Delete it, if it is there."""

    def delete_below(self, prefix: str) -> None:
        """Delete a folder with everything in it."""

    def growing(self, name: str) -> Any:
        """Return what `name` grows in piece by piece (core/growing.py); None on a disk, where files grow."""

    def sweep_growing(self, known: set[str], *, older_than_s: float) -> None:
        """Forget what grew long ago and is none of the names in `known`."""

    def address(self, name: str, *, content_type: str, save_as: str) -> str:
        """Return where a browser may fetch it without us; empty where it may not."""


def private_store() -> Store:
    """Return the place of originals, photos and certificates."""
    return cast(Store, storages["default"].store)  # type: ignore[attr-defined]  # both of ours have it


def public_store() -> Store:
    """Return the place of what everybody may see: only files that we wrote ourselves."""
    return cast(Store, storages["public"].store)  # type: ignore[attr-defined]
