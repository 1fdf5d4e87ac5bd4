"""Where results come to lie: written aside, flushed, renamed. A name is only ever seen with its whole content."""

import os
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from media.errors import DiskFull

ASIDE_SUFFIX = ".part"


@dataclass(frozen=True)
class Workspace:
    """A folder of finished results. `reserve_bytes` of its disk stay free."""

    root: Path
    reserve_bytes: int = 0

    def path(self, name: str) -> Path:
        """Return where `name` lies."""
        return self.root / name

    def check_room(self, needed_bytes: int) -> None:
        """Raise DiskFull when `needed_bytes` more would eat into the reserve."""
        self.root.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(self.root).free < needed_bytes + self.reserve_bytes:
            raise DiskFull

    @contextmanager
    def writing(self, name: str) -> Iterator[Path | None]:
        """Yield a path to write to, which becomes `name` when the block ends well; None when that is there already."""
        final = self.path(name)
        if final.exists() and final.stat().st_size:
            yield None
            return
        final.parent.mkdir(parents=True, exist_ok=True)
        aside = final.with_name(f".{uuid.uuid4().hex}{ASIDE_SUFFIX}")
        try:
            yield aside
            _flush(aside)
            aside.replace(final)
            _flush(final.parent)
        finally:
            aside.unlink(missing_ok=True)

    def sweep_aside(self, *, older_than_s: float) -> int:
        """Delete what killed workers left half written; return how many."""
        limit = time.time() - older_than_s
        left = [path for path in self.root.glob(f"**/.*{ASIDE_SUFFIX}") if path.stat().st_mtime < limit]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)


def _flush(path: Path) -> None:
    """Make the kernel write a file or a folder's names to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
