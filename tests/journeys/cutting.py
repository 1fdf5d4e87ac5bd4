"""A bad line between a browser and the product: breaks after so many bytes, in the ways that lines break."""

import select
import socket
import struct
import threading
from contextlib import suppress

RESET = struct.pack("ii", 1, 0)  # SO_LINGER: closing sends a reset, as a network does that lost its place
BLOCK_BYTES = 64 * 1024


class CuttingProxy:
    """Forwards TCP to `port` and breaks everything each time `cuts` more bytes have gone up.

    At each second cut the product hears nothing of it, as when a phone goes out of reach. What was read is always
    forwarded first: `bytes_up` is what the line has carried.
    """

    def __init__(self, port: int) -> None:
        self.target = ("127.0.0.1", port)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.bytes_up = 0
        self.cuts_made = 0
        self.refusing = False
        self._cuts: list[int] = []
        self._pairs: set[tuple[socket.socket, socket.socket]] = set()
        self._hung: list[socket.socket] = []
        self._lock = threading.Lock()
        threading.Thread(target=self._listen, daemon=True).start()

    def cut_at(self, *counts: int) -> None:
        """Break the line when `bytes_up` has reached each of `counts`."""
        self._cuts = sorted(counts)

    def cut_now(self) -> None:
        """Break the line."""
        with self._lock:
            pairs, self._pairs = self._pairs, set()
            self.cuts_made += 1
            for browser, product in pairs:
                self._reset(browser)
                if self.cuts_made % 2:
                    close(product)
                else:
                    self._hung.append(product)

    def stop(self) -> None:
        """Close everything."""
        self.cut_now()
        for one in (*self._hung, self.listener):
            close(one)

    def _listen(self) -> None:
        while True:
            try:
                browser, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(browser,), daemon=True).start()

    def _carry(self, browser: socket.socket) -> None:
        try:
            if self.refusing:
                raise ConnectionRefusedError
            product = socket.create_connection(self.target)
        except OSError:
            self._reset(browser)
            return
        pair = (browser, product)
        self._pairs.add(pair)
        with suppress(OSError, ValueError):  # closed by the other side, or by a cut
            while pair in self._pairs and self._carry_some(browser, product):
                pass
        with self._lock:
            if pair in self._pairs:
                self._pairs.discard(pair)
                close(browser)
                close(product)

    def _carry_some(self, browser: socket.socket, product: socket.socket) -> bool:
        for one in select.select([browser, product], [], [], 1)[0]:
            block = one.recv(self._room() if one is browser else BLOCK_BYTES)
            if not block:
                return False
            (product if one is browser else browser).sendall(block)
            if one is browser:
                self._count(len(block))
        return True

    def _room(self) -> int:
        left = self._cuts[0] - self.bytes_up if self._cuts else BLOCK_BYTES
        return max(1, min(BLOCK_BYTES, left))

    def _count(self, size: int) -> None:
        self.bytes_up += size
        if self._cuts and self.bytes_up >= self._cuts[0]:
            self._cuts.pop(0)
            self.cut_now()

    def _reset(self, one: socket.socket) -> None:
        with suppress(OSError):
            one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        close(one)


def close(one: socket.socket) -> None:
    """Close a socket that another thread may be waiting on."""
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
