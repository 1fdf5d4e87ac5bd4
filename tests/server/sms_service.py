"""A small SMS service of our own: takes messages by HTTP as the product sends them, and is down when told to be."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class SmsService:
    """What has been sent, oldest first; the next `failures` requests are answered with the number and a 500."""

    def __init__(self) -> None:
        self.messages: list[dict[str, str]] = []
        self.failures = 0
        self.url = ""

    def texts_to(self, phone: str) -> list[str]:
        """Return the texts sent to one number."""
        return [message["text"] for message in self.messages if message["to"] == phone]


@contextmanager
def running_sms_service() -> Iterator[SmsService]:
    """Serve on a free port until the block ends."""
    service = SmsService()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            is_down, service.failures = service.failures > 0, max(0, service.failures - 1)
            if not is_down:
                service.messages.append(message)
            body = json.dumps({"error": message} if is_down else {"id": str(len(service.messages))}).encode()
            self.send_response(500 if is_down else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.url = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
