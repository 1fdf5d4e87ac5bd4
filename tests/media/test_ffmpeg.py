"""How programs are run: watched, limited, and never left behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bench.harness import wait_until
from media.errors import EncodeFailed, EncodeStalled
from media.pipeline.ffmpeg import find_ffmpeg, run_ffmpeg, run_program
from media.pipeline.tools import missing_encoders

STILL = [
    "-f",
    "lavfi",
    "-i",
    "testsrc2=s=1280x720:r=30:d=600",
    "-c:v",
    "libx264",
    "-preset",
    "ultrafast",
    "-f",
    "null",
    "-",
]


def is_alive(pid):
    """Whether a process is there and not just waiting to be buried."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def children_of(pid):
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_packaged_ffmpeg_has_what_we_need():
    assert missing_encoders() == []


def test_failure_keeps_the_last_words():
    with pytest.raises(EncodeFailed) as caught:
        run_ffmpeg(["-i", "file:/nowhere.mp4", "-f", "null", "-"], wall_s=10)
    assert "No such file" in caught.value.values["log"]


def test_wall_deadline_ends_the_program():
    started = time.monotonic()
    with pytest.raises(EncodeStalled):
        run_ffmpeg(STILL, wall_s=1)
    assert time.monotonic() - started < 8


def test_program_without_progress_is_stalled():
    with pytest.raises(EncodeStalled):
        run_program(["/bin/sleep", "30"], wall_s=30, stall_s=1)


def test_what_a_tick_raises_ends_the_program():
    seen = []
    others = set(children_of(os.getpid()))  # what other tests keep running in this process

    def tick(seconds):
        seen.extend(set(children_of(os.getpid())) - others)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_ffmpeg(STILL, wall_s=30, on_tick=tick)
    assert seen and not any(is_alive(pid) for pid in seen)


def test_size_limit_holds(tmp_path):
    target = tmp_path / "out.mkv"
    with pytest.raises(EncodeFailed):
        run_ffmpeg([*STILL[:-3], "-f", "matroska", f"file:{target}"], wall_s=60, size_limit_bytes=100_000)
    assert target.stat().st_size <= 100_000


def test_program_has_no_network():
    code = "import socket; socket.create_connection(('127.0.0.1', int(__import__('sys').argv[1])), timeout=2)"
    with subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE, text=True) as server:
        port = server.stdout.readline().strip()
        subprocess.run([sys.executable, "-c", code, port], check=True)  # reachable from here
        try:
            with pytest.raises(EncodeFailed):
                run_program([sys.executable, "-I", "-c", code, port], wall_s=20)
        finally:
            server.kill()


SERVER = """
import select, socket
s = socket.create_server(("127.0.0.1", 0))
print(s.getsockname()[1], flush=True)
select.select([], [], [], 60)
"""


def test_ffmpeg_dies_with_a_killed_worker():
    code = (
        f"import django; django.setup(); from media.pipeline.ffmpeg import run_ffmpeg; run_ffmpeg({STILL!r}, wall_s=99)"
    )
    worker = subprocess.Popen([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": os.getcwd()})
    try:
        wait_until(lambda: any(find_ffmpeg() in command_of(pid) for pid in children_of(worker.pid)), 30)
        (child,) = children_of(worker.pid)
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    wait_until(lambda: not is_alive(child), 10)


def command_of(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().split("\0")[0]
    except FileNotFoundError:
        return ""
