"""A line to a server that loses one answer: what was asked is done, and whoever asked never hears of it."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

CHUNK = 65536


class Relay:
    """Passes connections on to `port`; the first answer of success to a PUT is cut off. `lost`: whether it was."""

    def __init__(self, port: int) -> None:
        self.target = port
        self.lost = threading.Event()
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):  # closed: the test is over
            while True:
                line, _ = self.server.accept()
                threading.Thread(target=self._pass_on, args=(line,), daemon=True).start()

    def _pass_on(self, line: socket.socket) -> None:
        asked = bytearray()
        with line, socket.create_connection(("127.0.0.1", self.target)) as far:
            threading.Thread(target=self._ask, args=(line, far, asked), daemon=True).start()
            with suppress(OSError):
                while told := far.recv(CHUNK):
                    if asked.startswith(b"PUT") and b" 200 OK" in told and not self.lost.is_set():
                        self.lost.set()
                        return
                    line.sendall(told)

    def _ask(self, line: socket.socket, far: socket.socket, asked: bytearray) -> None:
        with suppress(OSError):
            while data := line.recv(CHUNK):
                asked += data
                far.sendall(data)


@contextmanager
def relay_to(port: int) -> Iterator[Relay]:
    """Yield a relay to a port of this machine."""
    relay = Relay(port)
    try:
        yield relay
    finally:
        relay.server.close()
