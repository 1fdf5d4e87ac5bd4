"""What a program that reads a stranger's file can't do, in each cage that this machine offers."""

import ast
import ctypes
import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from django.test import override_settings

from media.errors import EncodeFailed, EncodeStalled, ToolMissing
from media.pipeline.cage import NAMES
from media.pipeline.confine import NETWORK_SINCE, landlock_version
from media.pipeline.ffmpeg import active_cage, run_ffmpeg, run_program
from tests.media.test_ffmpeg import STILL, is_alive, wait_until

ROOT = Path(__file__).resolve().parents[2]


def offered():
    """Return the cages that work on this machine; bubblewrap may be installed and yet forbidden."""
    found = []
    for name in NAMES:
        with suppress(ToolMissing), override_settings(MEDIA_CAGE=name):
            found.append(active_cage().name)
    return found


CAGES = offered()
# Tries one thing after the other and answers whether it could.
TRY = """
import json, os, pathlib, socket, sys
what = {
    "read": lambda path: open(path).read(),
    "list": lambda path: os.listdir(path),
    "write": lambda path: pathlib.Path(path).write_text("x" * 4096),
    "delete": os.unlink,
    "move": lambda path: os.rename(path, path + ".moved"),
    "connect": lambda port: socket.create_connection(("127.0.0.1", int(port)), timeout=2).close(),
    "kill": lambda pid: os.kill(int(pid), 9),
    "environment": lambda pid: open(f"/proc/{pid}/environ").read(),
    "memory": lambda size: len(bytearray(int(size))),
    "open": lambda count: len([open(os.devnull) for _ in range(int(count))]),
    "cards": lambda _: [name for _, name in socket.if_nameindex() if name != "lo"][0],
    "make": os.mkdir,
}
for act, on in json.loads(sys.argv[1]):
    try:
        what[act](on)
        print("done")
    except (OSError, MemoryError, IndexError):
        print("refused")
"""


@pytest.fixture(params=CAGES)
def cage(request, settings):
    """Force one cage after the other."""
    settings.MEDIA_CAGE = request.param
    return active_cage()


@pytest.fixture
def attempt(cage, tmp_path):
    """Return a function that tries things in the cage, with one file to read and one folder to write."""
    (tmp_path / "given").write_text("given")
    (tmp_path / "own").mkdir()
    (tmp_path / "neighbour").write_text("neighbour")

    def run(*acts, **limits):
        words = [sys.executable, "-I", "-c", TRY, json.dumps([(act, str(on)) for act, on in acts])]
        said = run_program(words, reads=[tmp_path / "given"], writes=tmp_path / "own", wall_s=20, limits=limits)
        return said.stdout.decode().split()

    return run


def test_best_cage_is_taken(settings):
    settings.MEDIA_CAGE = "auto"
    assert active_cage().name == CAGES[0]


@pytest.mark.needs("bwrap")
def test_bubblewrap_is_a_cage_where_it_is_allowed():
    allowed = subprocess.run(["bwrap", "--unshare-all", "--ro-bind", "/", "/", "true"], check=False).returncode == 0
    assert allowed == ("bwrap" in CAGES)


def test_own_files_can_be_used(attempt, tmp_path):
    acts = [("read", tmp_path / "given"), ("write", tmp_path / "own" / "result"), ("write", os.devnull)]
    assert attempt(*acts) == ["done"] * len(acts)
    assert (tmp_path / "own" / "result").stat().st_size == 4096


def test_nothing_else_can_be_read_or_written(attempt, cage, tmp_path):
    if not cage.guards_files:
        return  # what a kernel without Landlock lacks; the check says so
    acts = [
        ("read", tmp_path / "neighbour"),
        ("read", ROOT / "manage.py"),
        ("read", "/etc/passwd"),
        ("environment", os.getpid()),
        ("write", tmp_path / "given"),
        ("write", tmp_path / "neighbour"),
        ("write", tmp_path / "new"),
        ("write", "/tmp/new-from-a-cage"),
        ("write", "/dev/shm/new-from-a-cage"),
        ("delete", tmp_path / "neighbour"),
        ("move", tmp_path / "given"),
        ("make", "/new-from-a-cage"),
    ]
    assert list(zip(acts, attempt(*acts), strict=True)) == [(act, "refused") for act in acts]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["given", "neighbour", "own"]
    assert (tmp_path / "neighbour").read_text() == "neighbour"


def test_uploaded_list_reaches_no_neighbour(cage, clips, tmp_path):
    """Even without the list of demuxers: what ffmpeg can't see it can't decode."""
    upload, result = tmp_path / "upload.mp4", tmp_path / "own" / "result.mkv"
    upload.write_text(f"ffconcat version 1.0\nfile 'file:{clips.small}'\n")
    result.parent.mkdir()
    words = ["-f", "concat", "-safe", "0", "-i", f"file:{upload}", "-c", "copy", f"file:{result}"]
    with pytest.raises(EncodeFailed):
        run_ffmpeg(words, reads=[upload], writes=result.parent, wall_s=20)
    run_ffmpeg(words, reads=[upload, clips.small], writes=result.parent, wall_s=20)
    assert result.stat().st_size


STAY = f"select.select([], [], [], 60 + {os.getpid()})"  # no other run has the same words
SERVER = """
import select, socket
s = socket.create_server(("127.0.0.1", 0))
print(s.getsockname()[1], flush=True)
select.select([], [], [], 60)
"""


def test_no_socket_reaches_a_server(attempt, cage):
    with subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE, text=True) as server:
        try:
            port = server.stdout.readline().strip()
            tcp_is_cut = cage.cuts_network or landlock_version(ctypes.CDLL(None)) >= NETWORK_SINCE
            assert attempt(("connect", port)) == ["refused" if tcp_is_cut else "done"]
        finally:
            server.kill()


def test_no_network_is_there(attempt, cage):
    if not cage.cuts_network:
        return  # what `limits` lacks; the check says so
    assert attempt(("cards", "")) == ["refused"]


def test_other_processes_are_out_of_reach(attempt, cage):
    with subprocess.Popen(["/bin/sleep", "60"]) as other:
        try:
            if cage.guards_files:
                assert attempt(("kill", other.pid)) == ["refused"]
                assert other.poll() is None
        finally:
            other.kill()


def test_limits_hold(attempt, tmp_path):
    acts = [("memory", 600_000_000), ("open", 300), ("write", tmp_path / "own" / "result")]
    assert attempt(*acts, **{"as": 500_000_000, "fsize": 1000}) == ["refused"] * len(acts)
    assert (tmp_path / "own" / "result").stat().st_size <= 1000


def test_endless_work_ends(cage):
    busy = [sys.executable, "-I", "-c", "while True: pass"]
    with pytest.raises(EncodeFailed) as caught:
        run_program(busy, reads=[], wall_s=20, limits={"cpu": 1})
    assert caught.value.values["code"]


def test_deadline_leaves_no_process(cage):
    code = f"import os, select, signal; signal.signal(15, signal.SIG_IGN); os.fork(); {STAY}"
    with pytest.raises(EncodeStalled):
        run_program([sys.executable, "-I", "-c", code], reads=[], wall_s=1)
    wait_until(lambda: not [pid for pid in everyone() if code in command_of(pid)], 5)


def test_program_that_ends_leaves_no_child(cage):
    code = f"import os, select; os.fork() or (os.closerange(0, 3), {STAY})"
    run_program([sys.executable, "-I", "-c", code], reads=[], wall_s=20)
    wait_until(lambda: not [pid for pid in everyone() if code in command_of(pid)], 5)


def test_child_in_a_session_of_its_own_dies_too(cage):
    """Out of reach of a signal to the group; `limits` has nothing against it."""
    away = "r, w = os.pipe(); os.fork() and (os.read(r, 1), os._exit(0)); os.setsid(); os.write(w, b'x')"
    code = f"import os, select; {away}; os.closerange(0, 3); {STAY}  # {cage.name}"
    run_program([sys.executable, "-I", "-c", code], reads=[], wall_s=20)
    left = lambda: [pid for pid in everyone() if code in command_of(pid) and is_alive(pid)]  # noqa: E731
    if cage.name == "limits":
        assert len(left()) == 1
        os.kill(left()[0], signal.SIGKILL)
    wait_until(lambda: not left(), 5)


def test_program_dies_with_a_killed_worker(cage, tmp_path):
    still = [*STILL[:-3], "-f", "matroska", f"file:{tmp_path / 'out.mkv'}"]
    code = (
        "import django; django.setup(); from pathlib import Path; from media.pipeline.ffmpeg import run_ffmpeg; "
        f"run_ffmpeg({still!r}, reads=[], writes=Path({str(tmp_path)!r}), wall_s=99)"
    )
    environment = {**os.environ, "PYTHONPATH": os.getcwd(), "MEDIA_CAGE": cage.name}
    worker = subprocess.Popen([sys.executable, "-c", code], env=environment)
    mine = str(tmp_path / "out.mkv")
    try:
        wait_until(lambda: (tmp_path / "out.mkv").exists(), what="the program at work")
        family = [pid for pid in everyone() if pid != worker.pid and mine in command_of(pid)]
        assert family
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    wait_until(lambda: not any(is_alive(pid) for pid in family), 10)


def test_every_step_of_the_pipeline_names_what_its_program_may_read():
    """A call without `reads` is trusted with all files."""
    bare = []
    for path in sorted((ROOT / "media").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            starts = isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"run_ffmpeg", "run_program"}
            if starts and "reads" not in {keyword.arg for keyword in node.keywords}:
                bare.append(path.name)
    assert set(bare) <= {"tools.py"}  # asks ffmpeg for its lists


def everyone():
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]


def command_of(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(errors="replace")
    except OSError:
        return ""
