"""Where results come to lie: written aside, flushed, renamed. A name is only ever seen with its whole content."""

import os
import shutil
import time
import uuid
from collections.abc import Iterable, Iterator
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

    def has(self, name: str) -> bool:
        """Say whether `name` is there, which means whole."""
        path = self.path(name)
        return path.is_file() and path.stat().st_size > 0

    def check_room(self, needed_bytes: int) -> None:
        """Raise DiskFull when `needed_bytes` more would eat into the reserve."""
        self.root.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(self.root).free < needed_bytes + self.reserve_bytes:
            raise DiskFull

    @contextmanager
    def writing(self, names: Iterable[str]) -> Iterator[dict[str, Path]]:
        """Yield paths to write to, which become `names` when the block ends well; none when all are there already.

        They lie in one folder of their own, the only one that the program may write to.
        """
        wanted = list(names)
        if all(self.has(name) for name in wanted):
            for name in wanted:
                os.utime(self.path(name))  # wanted again: not for the sweep of what nobody names
            yield {}
            return
        self.check_room(0)
        aside = self.root / f".{uuid.uuid4().hex}{ASIDE_SUFFIX}"
        aside.mkdir()
        try:
            paths = {name: aside / Path(name).name for name in wanted}
            yield paths
            for name, path in paths.items():
                self._settle(path, self.path(name))
        finally:
            shutil.rmtree(aside, ignore_errors=True)

    def _settle(self, aside: Path, final: Path) -> None:
        _flush(aside)
        final.parent.mkdir(parents=True, exist_ok=True)
        aside.replace(final)
        for folder in {final.parent, final.parent.parent}:  # the folder may be new, too
            _flush(folder)

    def sweep_aside(self, *, older_than_s: float) -> int:
        """Delete what killed workers left half written; return how many."""
        limit = time.time() - older_than_s
        left = [path for path in self.root.glob(f".*{ASIDE_SUFFIX}") if path.stat().st_mtime < limit]
        for path in left:
            shutil.rmtree(path, ignore_errors=True)
        return len(left)


def _flush(path: Path) -> None:
    """Make the kernel write a file or a folder's names to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
