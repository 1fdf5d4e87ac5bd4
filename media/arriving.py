"""Bytes on their way: read from the line as they come, appended to a file that never has a hole.

The length of that file is the truth about what has arrived; rows follow it.
"""

import base64
import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Protocol

from media.errors import ChecksumWrong, OffsetWrong

BLOCK_BYTES = 16 * 1024  # what a line can hold back: a read returns when this much is there, or at the end
CHECKED_IN_MEMORY = 1024 * 1024
ALGORITHMS = ("sha1", "sha256")


class Readable(Protocol):
    """A request, or whatever else brings bytes."""

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes, nothing at the end."""


class Part:
    """A file that grows at its end. Several may hold it open; each append checks that nobody was faster."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.end = self.length()

    def length(self) -> int:
        """Return how many bytes are there."""
        return os.fstat(self.file.fileno()).st_size

    def append(self, block: bytes) -> None:
        """Add `block` where this writer left off; raises OffsetWrong when another writer has gone on meanwhile.

        The old connection of a phone that came back on a new one is such a writer: its late bytes do no harm.
        """
        fcntl.flock(self.file, fcntl.LOCK_EX)
        try:
            if self.length() != self.end:
                raise OffsetWrong
            self.file.seek(self.end)
            left = memoryview(block)
            while left:
                left = left[self.file.write(left) :]
            self.end += len(block)
        finally:
            fcntl.flock(self.file, fcntl.LOCK_UN)

    def head(self, size: int) -> bytes:
        """Return the first bytes."""
        self.file.seek(0)
        return self.file.read(size)

    def sync(self) -> int:
        """Bring everything to the disk and return how many bytes that is."""
        length = self.length()
        os.fsync(self.file.fileno())
        return length


class Growing(Protocol):
    """An open file that grows at its end; `end` is where this writer left off."""

    end: int

    def length(self) -> int:
        """Return how many bytes are there."""

    def append(self, block: bytes) -> None:
        """Add `block`; raises OffsetWrong or FileExistsError when another writer has gone on meanwhile."""

    def head(self, size: int) -> bytes:
        """Return the first bytes."""

    def sync(self) -> int:
        """Make safe what came, and return how many bytes that is."""


class Arrival(Protocol):
    """Where the bytes of one upload come to lie until all are here: a file, or an object (core/growing.py)."""

    def begin(self) -> None:
        """Make room for its bytes."""

    def is_begun(self) -> bool:
        """Say whether bytes can be added."""

    def opened(self) -> AbstractContextManager[Growing]:
        """Open it for adding; raises FileNotFoundError."""

    def complete(self, size_bytes: int) -> None:
        """Put the whole where originals lie, unless the caller can move it there as a file."""

    def drop(self) -> None:
        """Forget what has come."""


class ArrivingFile:
    """An Arrival on the disk of the store, so that a complete file is renamed."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def begin(self) -> None:
        """See Arrival."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.touch(mode=0o600)

    def is_begun(self) -> bool:
        """See Arrival."""
        return self.path.exists()

    def opened(self) -> AbstractContextManager[Growing]:
        """See Arrival."""
        return opened_part(self.path)

    def complete(self, size_bytes: int) -> None:
        """See Arrival: the file is moved by who takes it in."""

    def drop(self) -> None:
        """See Arrival."""
        self.path.unlink(missing_ok=True)


@contextmanager
def opened_part(path: Path) -> Iterator[Part]:
    """Open an existing part; raises FileNotFoundError. Unbuffered: what was appended survives this process."""
    with path.open("r+b", buffering=0) as file:
        yield Part(file)


def blocks_of(source: Readable) -> Iterator[bytes]:
    """Yield what comes, until its end or a cut.

    Reads in the thread of the request and nowhere else: granian stands still for everybody when a view answers while
    another thread still waits for its body. A phone that goes out of reach without a word holds that one thread until
    its connection dies; the proxy in front of a server ends it after its own time.
    """
    with suppress(OSError):  # a cut, as some servers tell it; others return what they have
        while block := source.read(BLOCK_BYTES):
            yield block


@contextmanager
def checked(blocks: Iterable[bytes], *, checksum: str, size: int, folder: Path) -> Iterator[Iterator[bytes]]:
    """Yield the blocks again once all `size` bytes are here and are those of `checksum`; else raise ChecksumWrong.

    `checksum` is `<algorithm> <base64>`, as in the header, with one of ALGORITHMS.
    """
    algorithm, _, wanted = checksum.partition(" ")
    digest: Any = hashlib.new(algorithm, usedforsecurity=False)
    with tempfile.SpooledTemporaryFile(CHECKED_IN_MEMORY, dir=str(folder)) as aside:
        for block in blocks:
            digest.update(block)
            aside.write(block)
        if aside.tell() != size or base64.b64encode(digest.digest()).decode() != wanted.strip():
            raise ChecksumWrong
        aside.seek(0)
        yield iter(lambda: aside.read(BLOCK_BYTES), b"")
