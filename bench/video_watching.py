"""What is watched while workers are killed: files that are written, processes that outlive their worker."""

import threading
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from typing import Any


class Writings(threading.Thread):
    """Notes each file that comes to lie among the public ones: written again, a file is another one under its name."""

    def __init__(self) -> None:
        from media.storages import public_storage

        super().__init__(daemon=True)
        self.root = Path(public_storage().path(""))
        self.seen: dict[str, set[int]] = defaultdict(set)
        self.over = threading.Event()

    def run(self) -> None:
        """Look until it is over."""
        while not self.over.wait(0.05):
            self.look()

    def look(self) -> None:
        """Note what lies there now."""
        for path in self.root.glob("video/*/*"):
            with suppress(FileNotFoundError):
                found = path.stat()
                self.seen[str(path.relative_to(self.root))].add(found.st_ino)

    def of(self, source: Any) -> list[int]:
        """Return how often each file of a lesson was written."""
        self.look()
        return [len(self.seen[one.file.name]) for one in source.published.renditions.all()] if source.published else []


def orphans(before: set[int], living: int) -> list[int]:
    """Return those of `before` that still run and don't descend from the living worker."""
    return [pid for pid in before if Path(f"/proc/{pid}").exists() and living not in _ancestors(pid)]


def _ancestors(pid: int) -> list[int]:
    found = []
    while pid > 1:
        try:
            pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError):
            break
        found.append(pid)
    return found
