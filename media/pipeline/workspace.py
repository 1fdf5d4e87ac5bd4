"""Where results come to lie: written aside on this machine, then settled in the store that all workers share."""

import errno
import shutil
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from core.store import Store
from media.errors import DiskFull

ASIDE_SUFFIX = ".part"


@dataclass(frozen=True)
class Workspace:
    """A folder `prefix` of finished results in a store. `reserve_bytes` of this machine's disk stay free."""

    store: Store
    prefix: str = ""
    reserve_bytes: int = 0

    @property
    def root(self) -> Path:
        """Return the folder of this machine where results are written aside; on a disk they stay in it."""
        return self.store.folder(self.prefix)

    def name(self, name: str) -> str:
        """Return what `name` is called in the store."""
        return f"{self.prefix}/{name}" if self.prefix else name

    def has(self, name: str) -> bool:
        """Say whether `name` is there, which means whole."""
        return self.size(name) > 0

    def size(self, name: str) -> int:
        """Return how many bytes `name` has; 0 where it is not there."""
        found = self.store.find(self.name(name))
        return found.size_bytes if found else 0

    def local(self, name: str) -> Path:
        """Return a file of this machine with the content of `name`; raises FileNotFoundError, DiskFull."""
        with disk_full_told():
            return self.store.local(self.name(name))

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
                self.store.touch(self.name(name))  # wanted again: not for the sweep of what nobody names
            yield {}
            return
        self.check_room(0)
        aside = self.root / f".{uuid.uuid4().hex}{ASIDE_SUFFIX}"
        aside.mkdir()
        try:
            paths = {name: aside / Path(name).name for name in wanted}
            yield paths
            for name, path in paths.items():
                self.store.settle(path, self.name(name))
        finally:
            shutil.rmtree(aside, ignore_errors=True)

    def sweep_aside(self, *, older_than_s: float) -> int:
        """Delete what killed workers left half written; return how many."""
        limit = time.time() - older_than_s
        left = [path for path in self.root.glob(f".*{ASIDE_SUFFIX}") if path.stat().st_mtime < limit]
        for path in left:
            shutil.rmtree(path, ignore_errors=True)
        return len(left)


@contextmanager
def disk_full_told() -> Iterator[None]:
    """Turn what the system says of a full disk into DiskFull."""
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise DiskFull from error
