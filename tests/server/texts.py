"""An SMS service as offices rent one: takes `POST {"to", "text", "reference"}`, takes one reference once."""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

CODE = re.compile(r"\b\d{6}\b")


class TextService:
    """Listens on a port; what it took stands in `taken`, by reference."""

    def __init__(self) -> None:
        self.taken: dict[str, dict[str, str]] = {}
        self.waiting = 0
        self.open = threading.Event()
        self.open.set()
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                service.waiting += 1
                service.open.wait(30)
                service.waiting -= 1
                service.taken.setdefault(message["reference"], message)
                body = json.dumps({"id": message["reference"]}).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("", 0), Handler)  # hosts of their own ask as well
        self.port = self.server.server_port
        self.url = f"http://127.0.0.1:{self.port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def sent_to(self, phone: str) -> list[dict[str, str]]:
        """Return what went to one phone (E.164), oldest first, with the code in it where there is one."""
        found = [message for message in list(self.taken.values()) if message["to"] == phone]
        return [message | {"code": code[0]} if (code := CODE.search(message["text"])) else message for message in found]

    @contextmanager
    def holding_back(self) -> Iterator[None]:
        """Answer nobody for a while; `waiting` says how many ask."""
        self.open.clear()
        try:
            yield
        finally:
            self.open.set()

    def stop(self) -> None:
        """Stop listening."""
        self.server.shutdown()
        self.server.server_close()
