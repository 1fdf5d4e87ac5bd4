"""Bytes on their way: read from the line as they come, appended to a file that never has a hole.

The length of that file is the truth about what has arrived; rows follow it.
"""

import base64
import fcntl
import hashlib
import os
import queue
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Protocol

from media.errors import ChecksumWrong, OffsetWrong

BLOCK_BYTES = 16 * 1024  # what a line can hold back: a read returns when this much is there, or at the end
BLOCKS_WAITING = 8
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


@contextmanager
def opened_part(path: Path) -> Iterator[Part]:
    """Open an existing part; raises FileNotFoundError. Unbuffered: what was appended survives this process."""
    with path.open("r+b", buffering=0) as file:
        yield Part(file)


class Line:
    """What comes over one connection.

    A read from a phone that went out of reach may never return. It waits in a thread of its own, so that the server
    gets its worker back; the thread ends with the connection.
    """

    def __init__(self, source: Readable) -> None:
        self.source = source
        self.waiting: queue.Queue[bytes] = queue.Queue(BLOCKS_WAITING)
        self.is_over = threading.Event()

    def blocks(self, silence_s: float) -> Iterator[bytes]:
        """Yield what comes, until its end, a cut, a silence of `silence_s`, or until somebody hangs up."""
        threading.Thread(target=self._read_all, daemon=True).start()
        try:
            with suppress(queue.Empty):
                while (block := self.waiting.get(timeout=silence_s)) and not self.is_over.is_set():
                    yield block
        finally:
            self.is_over.set()

    def hang_up(self) -> None:
        """Let whoever waits for blocks go on at once."""
        self.is_over.set()
        with suppress(queue.Full):
            self.waiting.put_nowait(b"")

    def _read_all(self) -> None:
        block = b"-"
        while block and not self.is_over.is_set():
            try:
                block = self.source.read(BLOCK_BYTES)
            except OSError:  # a cut, as some servers tell it; others return what they have
                block = b""
            self._hand_over(block)

    def _hand_over(self, block: bytes) -> None:
        while not self.is_over.is_set():
            with suppress(queue.Full):
                return self.waiting.put(block, timeout=1)


_lines: dict[Any, Line] = {}  # by upload, of this process


def blocks_of(source: Readable, *, key: Any, silence_s: float) -> Iterator[bytes]:
    """Yield what a request brings for the upload `key`; an older request for it, left hanging by a cut, is ended."""
    hang_up(key)
    line = _lines[key] = Line(source)
    try:
        yield from line.blocks(silence_s)
    finally:
        if _lines.get(key) is line:
            del _lines[key]


def hang_up(key: Any) -> None:
    """End the request that brings bytes for the upload `key`: its sender is asking anew, so that line is dead."""
    line = _lines.pop(key, None)
    if line:
        line.hang_up()


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
