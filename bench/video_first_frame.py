"""The first picture of a ten-minute lesson on a slow line: our form of file against the usual one, same streams.

Part of `./run bench video`; `python -m bench.video_first_frame [CLIP]` runs it alone. A real Chromium plays both by a
plain `<video src>` from a server that hands out 40 kB a second in all.
"""

import re
import socket
import statistics
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import imageio_ffmpeg
from playwright.sync_api import Browser, sync_playwright

from bench.harness import ROOT, Bench, Row, let_pass, measuring, wait_until
from bench.video_clips import packaged
from media.pipeline.join import FRAGMENTED
from tests.programs import find_chromium

FOLDER = ROOT / "var" / "bench" / "first-frame"
BYTES_A_SECOND = 40_000
SLICE = 1000
MINUTES = 10
ROUNDS = 2
GOP_S, FPS = 4, 30
CODECS = {
    "AV1 and Opus": ["-c:v", "libsvtav1", "-preset", "10", "-crf", "60", "-c:a", "libopus", "-b:a", "24k"],
    "H.264 and AAC": ["-c:v", "libx264", "-preset", "fast", "-crf", "33", "-c:a", "aac", "-b:a", "32k"],
}
FORMS = {"ours": FRAGMENTED, "usual": "+faststart"}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--autoplay-policy=no-user-gesture-required",
]
PAGE = '<!doctype html><meta charset="utf-8"><video preload="none" width="480" src="{name}"></video>'
FIRST_PICTURE = """() => new Promise((done, failed) => {
  const video = document.querySelector("video"), begin = performance.now();
  video.requestVideoFrameCallback(() => done((performance.now() - begin) / 1000));
  video.onerror = () => failed(video.error.message);
  video.play();
})"""


def rows() -> list[Row]:
    """Return what is measured."""
    return [
        row
        for codec in CODECS
        for row in (
            Row(f"first picture at 40 kB/s, {codec}: ours / usual form", "x", 0.4),
            Row(f"first picture at 40 kB/s, {codec}: read before it", "B", 130_000),
            Row(f"first picture at 40 kB/s, {codec}: ours", "s"),
            Row(f"first picture at 40 kB/s, {codec}: usual form", "s"),
        )
    ]


def measure(bench: Bench, clip: Path) -> None:
    """Make the files, play them in turn, and write down the medians."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with slow_server(FOLDER) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        for number, codec in enumerate(CODECS):
            files = make_files(codec, number, clip)
            seen = {form: [first_picture(browser, url, path) for _ in range(ROUNDS)] for form, path in files.items()}
            seconds = {form: statistics.median(second for second, _ in rounds) for form, rounds in seen.items()}
            name = f"first picture at 40 kB/s, {codec}"
            bench.note(f"{name}: ours / usual form", seconds["ours"] / seconds["usual"])
            bench.note(f"{name}: read before it", max(size for _, size in seen["ours"]))
            bench.note(f"{name}: ours", seconds["ours"])
            bench.note(f"{name}: usual form", seconds["usual"])
        browser.close()


def make_files(codec: str, number: int, clip: Path) -> dict[str, Path]:
    """Return ten minutes in both forms: one minute at our usual size, encoded once, ten times over."""
    minute = FOLDER / f"minute-{number}.mkv"
    picture = ["-stream_loop", "-1", "-i", str(clip)]
    tone = ["-f", "lavfi", "-i", "sine=f=300:r=48000", "-map", "0:v", "-map", "1:a", "-t", "60"]
    shape = ["-vf", f"scale=-2:480,fps={FPS},format=yuv420p", "-g", str(GOP_S * FPS), "-ac", "1"]
    run(*picture, *tone, *shape, *CODECS[codec], str(minute))
    files = {form: FOLDER / f"{form}-{number}.mp4" for form in FORMS}
    for form, path in files.items():
        again = ["-stream_loop", str(MINUTES - 1), "-i", str(minute), "-c", "copy", "-f", "mp4"]
        run(*again, "-movflags", FORMS[form], str(path))
    return files


def run(*words: str) -> None:
    """Run ffmpeg; what it says is shown when it fails."""
    quiet = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-loglevel", "error", "-y"]
    subprocess.run([*quiet, *words], check=True)


def first_picture(browser: Browser, url: str, path: Path) -> tuple[float, int]:
    """Return the seconds from pressing play to the first picture, and the bytes that were sent for it."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{url}/page?{path.name}")
    SlowHandler.sent = 0
    seconds = float(page.evaluate(FIRST_PICTURE))
    sent = SlowHandler.sent
    context.close()
    # What is on its way for this page must not count for the next.
    wait_until(lambda: not SlowHandler.answering, seconds=30, what="the line to be free")
    return seconds, sent


class SlowHandler(BaseHTTPRequestHandler):
    """Serves one folder by ranges; all connections share one slow line. Counts what it has handed to the kernel."""

    protocol_version = "HTTP/1.1"
    folder: ClassVar[Path]
    sent: ClassVar[int] = 0
    answering: ClassVar[set[int]] = set()
    line: ClassVar[threading.Lock] = threading.Lock()

    def setup(self) -> None:
        """Keep the kernel from taking more than a little at once, which would count as sent."""
        self.request.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        super().setup()

    def do_GET(self) -> None:
        """Answer with the page, or with a piece of a file."""
        self.answering.add(id(self))
        try:
            self.find_answer()
        finally:
            self.answering.discard(id(self))

    def find_answer(self) -> None:
        """Find what is asked for and send it."""
        if self.path.startswith("/page?"):
            return self.answer(200, "text/html", PAGE.format(name=self.path.partition("?")[2]).encode(), {})
        path = self.folder / Path(self.path).name
        if not path.is_file():
            return self.answer(404, "text/plain", b"", {})
        content = path.read_bytes()
        wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        first = int(wanted[1]) if wanted else 0
        last = int(wanted[2]) if wanted and wanted[2] else len(content) - 1
        place = {"Content-Range": f"bytes {first}-{last}/{len(content)}"} if wanted else {}
        self.answer(206 if wanted else 200, "video/mp4", content[first : last + 1], place | {"Accept-Ranges": "bytes"})

    def answer(self, status: int, kind: str, body: bytes, headers: dict[str, str]) -> None:
        """Send the headers at once and the body slowly, until the browser has had enough."""
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        with suppress(ConnectionError):
            for at in range(0, len(body), SLICE):
                piece = body[at : at + SLICE]
                with self.line:
                    let_pass(len(piece) / BYTES_A_SECOND)
                self.wfile.write(piece)
                SlowHandler.sent += len(piece)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def slow_server(folder: Path) -> Iterator[str]:
    """Yield the address of a slow server of the folder."""
    SlowHandler.folder = folder
    server = ThreadingHTTPServer(("127.0.0.1", 0), SlowHandler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def main() -> int:
    """Measure this part alone."""
    clip = Path(sys.argv[1]) if len(sys.argv) > 1 else packaged("bikes.mp4")
    with measuring("video_first_frame", rows()) as bench:
        measure(bench, clip)
    return bench.finish()


if __name__ == "__main__":
    sys.exit(main())
