"""The store on a disk: written aside, flushed, renamed. A name is only ever seen with its whole content."""

import hashlib
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.core.files.move import file_move_safe

from core.store import CHUNK_BYTES, Found


@dataclass(frozen=True)
class DiskStore:
    """A folder; on one machine, or shared by several."""

    root: Path
    accel_prefix: str
    is_local = True

    def find(self, name: str) -> Found | None:
        """See Store. A folder is no file."""
        with suppress(FileNotFoundError, NotADirectoryError):
            path = self._path(name)
            return _found(name, path.stat()) if path.is_file() else None
        return None

    def listed(self, prefix: str) -> Iterator[Found]:
        """See Store."""
        for path in self._path(prefix).rglob("*"):
            inside = path.relative_to(self.root)
            if not any(part.startswith(".") for part in inside.parts) and (found := self.find(inside.as_posix())):
                yield found

    def read(self, name: str, first: int, last: int) -> Iterator[bytes]:
        """See Store."""
        with self._path(name).open("rb") as file:
            file.seek(first)
            left = last - first + 1
            while left > 0 and (chunk := file.read(min(CHUNK_BYTES, left))):
                left -= len(chunk)
                yield chunk

    def sha256(self, name: str) -> str:
        """See Store. Flushed first: nobody is told of a file that a power cut could take back."""
        with self._path(name).open("rb") as file:
            os.fsync(file.fileno())
            return hashlib.file_digest(file, "sha256").hexdigest()

    def local(self, name: str) -> Path:
        """See Store: the file itself."""
        path = self._path(name)
        if not path.is_file():
            raise FileNotFoundError(name)
        return path

    def folder(self, prefix: str) -> Path:
        """See Store: on the disk of the store, so that what is written there can be renamed."""
        return self._path(prefix)

    def keep(self, name: str, content: bytes) -> None:
        """See Store."""
        path = self._path(name)
        if path.is_file():
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_name(f".{uuid.uuid4().hex}.part")
        try:
            aside.write_bytes(content)
            self.settle(aside, name)
        finally:
            aside.unlink(missing_ok=True)

    def settle(self, path: Path, name: str) -> None:
        """See Store. From another disk it is copied."""
        target = self._path(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        _flush(path)
        file_move_safe(str(path), str(target), allow_overwrite=True)
        for folder in {target.parent, target.parent.parent}:  # the folder may be new, too
            _flush(folder)

    def take_back(self, name: str, path: Path) -> None:
        """See Store."""
        file_move_safe(str(self._path(name)), str(path))

    def touch(self, name: str) -> None:
        """See Store."""
        os.utime(self._path(name))

    def delete(self, name: str) -> None:
        """See Store."""
        self._path(name).unlink(missing_ok=True)

    def delete_below(self, prefix: str) -> None:
        """See Store."""
        shutil.rmtree(self._path(prefix), ignore_errors=True)

    def growing(self, name: str) -> None:
        """See Store."""

    def sweep_growing(self, known: set[str], *, older_than_s: float) -> None:
        """See Store."""

    def address(self, name: str, *, content_type: str, save_as: str) -> str:
        """See Store: a disk has no address of its own."""
        return ""

    def _path(self, name: str) -> Path:
        """Return where a name lies; raises FileNotFoundError for one that leads out of the folder."""
        if name.startswith("/") or "\0" in name or ".." in name.split("/"):
            raise FileNotFoundError(name)
        return self.root / name


def _found(name: str, stat: os.stat_result) -> Found:
    return Found(name, stat.st_size, stat.st_mtime_ns)


def _flush(path: Path) -> None:
    """Make the kernel write a file or a folder's names to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
