"""Lines that lie: a proxy that accepts and never answers, and one that cuts what comes down."""

import re
import select
import socket
import threading
from contextlib import suppress

from tests.journeys.cutting import BLOCK_BYTES, close

REQUEST = re.compile(rb"[A-Z]+ \S+(?= HTTP/1\.1\r\n)")
RANGE = re.compile(rb"\r\nrange: bytes=(\d+)-", re.IGNORECASE)


class FickleProxy:
    """Forwards TCP to `port`. While `silent` it takes everything and passes nothing on; `cut_now` breaks what is open.

    A request that begins with `refused` breaks its line. While `updated` is set, the service worker that comes through
    is a newer one than the product's. `bytes_down` counts what the product has sent through,
    `asked` holds the first line of each request, `begun` the byte that each asked part of a file begins with.
    """

    def __init__(self, port: int) -> None:
        self.target = ("127.0.0.1", port)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.silent = threading.Event()
        self.updated = threading.Event()
        self.refused = b""
        self.bytes_down = 0
        self.asked: list[str] = []
        self.begun: list[int] = []
        self.cuts_made = 0
        self._cuts: list[int] = []
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        threading.Thread(target=self._listen, daemon=True).start()

    def cut_after(self, *counts: int) -> None:
        """Break every line when so many more bytes have come down, once for each count."""
        at = self.bytes_down
        self._cuts = [at := at + count for count in counts]

    @property
    def cuts_left(self) -> int:
        """How many of the cuts are still to come."""
        return len(self._cuts)

    def cut_now(self) -> None:
        """Break everything that is open; it counts as a cut where something was."""
        with self._lock:
            lines, self._open = self._open, set()
            self.cuts_made += bool(lines)
        for line in lines:
            close(line)

    def stop(self) -> None:
        """Close everything."""
        close(self.listener)
        self.cut_now()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                browser, _ = self.listener.accept()
                threading.Thread(target=self._carry, args=(browser,), daemon=True).start()

    def _carry(self, browser: socket.socket) -> None:
        with suppress(OSError, ValueError):  # closed by a side, or by a cut
            product = socket.create_connection(self.target)
            with self._lock:
                self._open |= {browser, product}
            while self._carry_some(browser, product):
                pass
            close(product)
        close(browser)

    def _carry_some(self, browser: socket.socket, product: socket.socket) -> bool:
        for one in select.select([browser, product], [], [], 0.5)[0]:
            block = one.recv(BLOCK_BYTES)
            if not block:
                return False
            if self.silent.is_set():
                continue
            if self.refused and block.startswith(self.refused):
                return False
            if one is browser and (begin := REQUEST.match(block)):
                self.asked.append(begin[0].decode())
                self.begun += [int(first) for first in RANGE.findall(block)]
            if self.updated.is_set():
                block = renewed(block)
            (product if one is browser else browser).sendall(block)
            if one is product:
                self._count(len(block))
        return True

    def _count(self, size: int) -> None:
        self.bytes_down += size
        if self._cuts and self.bytes_down >= self._cuts[0]:
            self._cuts.pop(0)
            self.cut_now()


def renewed(block: bytes) -> bytes:
    """Ask for the worker uncompressed, and write another version into what comes."""
    if block.startswith(b"GET /sw.js"):
        return block.replace(b"Accept-Encoding:", b"X-Not-Encoding:")
    return block.replace(b'{"version":"', b'{"version":"n', 1)[:-1] + b" " if b'{"version":"' in block else block
