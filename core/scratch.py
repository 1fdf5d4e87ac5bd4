"""Copies of the object store's files on this machine: for programs that read files. Losing them costs a fetch."""

import errno
import os
import shutil
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

KEPT_S = 24 * 3600  # without being used
USED_S = 3600  # whoever was given a path opens it within this time


@dataclass(frozen=True)
class Scratch:
    """A folder of copies. What is unused for long goes; what is needed finds room, or raises OSError (ENOSPC)."""

    root: Path
    reserve_bytes: int

    def path(self, name: str) -> Path:
        """Return where the copy of `name` lies, or would."""
        return self.root / name

    def find(self, name: str, size_bytes: int) -> Path | None:
        """Return the whole copy, marked as used just now; None where there is none."""
        path = self.path(name)
        with suppress(FileNotFoundError):
            if path.stat().st_size == size_bytes:
                os.utime(path)
                return path
        return None

    def fill(self, name: str, size_bytes: int, fetch: Callable[[Path], object]) -> Path:
        """Let `fetch` write a copy, and return it once it is whole; two at once fetch twice."""
        self.make_room(size_bytes)
        aside = self.root / f".{uuid.uuid4().hex}.part"
        try:
            fetch(aside)
            if aside.stat().st_size != size_bytes:
                raise OSError(errno.EIO, "the store sent another number of bytes than it announced")
            return self.adopt(aside, name)
        finally:
            aside.unlink(missing_ok=True)

    def adopt(self, path: Path, name: str) -> Path:
        """Make a file of this folder the copy of `name`; return where it lies then."""
        target = self.path(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)
        return target

    def make_room(self, size_bytes: int) -> None:
        """Delete what is unused for long, and more of it until `size_bytes` and the reserve fit; raises OSError."""
        self.root.mkdir(parents=True, exist_ok=True)
        now = time.time()
        for path, used_s in sorted(self._copies(), key=lambda copy: copy[1]):
            is_tight = shutil.disk_usage(self.root).free < size_bytes + self.reserve_bytes
            is_written = any(part.startswith(".") for part in path.relative_to(self.root).parts)  # by a program, now
            if used_s < now - KEPT_S or (is_tight and used_s < now - USED_S and not is_written):
                path.unlink(missing_ok=True)
        if shutil.disk_usage(self.root).free < size_bytes + self.reserve_bytes:
            raise OSError(errno.ENOSPC, "no room for a copy of a file")

    def _copies(self) -> Iterator[tuple[Path, float]]:
        for path in self.root.rglob("*"):
            with suppress(FileNotFoundError):
                if path.is_file():
                    yield path, path.stat().st_mtime
