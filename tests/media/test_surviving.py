"""Worker, ffmpeg, broker and database killed while a lesson is made: real ones, and the lesson finishes by itself.

The database's death is measured by the benchmark's own site, because the tests share theirs.
"""

import hashlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bench.harness import wait_until
from media.models import EncodingState, Piece, PieceKind, PieceState, Source
from media.removing import remove_source
from tests.broker import ROOT

pytestmark = [pytest.mark.broker, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
HASTY = {"MEDIA_STALE_S": "3", "MEDIA_CHUNK_S": "4"}


@pytest.fixture(autouse=True)
def hasty(settings):
    """What the worker gets from its environment holds here as well."""
    settings.MEDIA_STALE_S, settings.MEDIA_CHUNK_S = 3, 4


def programs_on(original):
    """Return the pids of ffmpeg processes that read `original`."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                words = (folder / "cmdline").read_bytes().split(b"\0")
            except (FileNotFoundError, ProcessLookupError, PermissionError):
                continue
            if b"ffmpeg" in Path(os.fsdecode(words[0])).name.encode() and os.fsencode(f"file:{original}") in words:
                found.append(int(folder.name))
    return found


def chunk_under_way(source):
    """Wait until ffmpeg works on a chunk of the full plan."""

    def found():
        running = source.wanted.pieces.filter(kind=PieceKind.PICTURE, run="full", state=PieceState.RUNNING)
        return programs_on(source.original.path) and running.first()

    return wait_until(found, seconds=120, what="a chunk's encoding")


def sweep_until_over(broker, source):
    """Let the sweep come round, as beat does, until the lesson is ready or failed; return its row."""

    def is_over():
        if not broker.waiting("default"):
            broker.send("media.sweep", queue="default")
        return Source.objects.get(pk=source.pk).state in {EncodingState.READY, EncodingState.FAILED}

    wait_until(is_over, seconds=120, what="the lesson's end")
    return Source.objects.get(pk=source.pk)


def hashes(source):
    """Return the SHA-256 of each rendition's file."""
    made = source.published.renditions.all()
    return {(one.kind, one.codec): hashlib.sha256(Path(one.file.path).read_bytes()).hexdigest() for one in made}


def test_lesson_survives_worker_ffmpeg_and_broker_with_the_same_bytes(broker, upload, clips):
    first = upload(clips.front)
    worker = broker.start_worker(**HASTY)
    whole = sweep_until_over(broker, first)
    assert whole.state == EncodingState.READY
    expected = hashes(whole)
    remove_source(whole)

    source = upload(clips.front)
    broker.send("media.work", queue="video")
    piece = chunk_under_way(source)
    broker.kill(worker)
    wait_until(lambda: not programs_on(source.original.path), seconds=10, what="ffmpeg's end with its worker")
    piece.refresh_from_db()
    assert piece.state == PieceState.RUNNING

    broker.start_worker(**HASTY)
    broker.send("media.sweep", queue="default")
    wait_until(lambda: sweep_once(broker) and programs_on(source.original.path), what="the lesson's going on")
    for pid in programs_on(source.original.path):
        os.kill(pid, signal.SIGKILL)
    broker.server.kill()
    broker.server.wait()
    broker.start()
    done = sweep_until_over(broker, source)
    assert done.state == EncodingState.READY
    assert hashes(done) == expected
    pieces = list(done.wanted.pieces.all())
    assert sum(one.attempts - 1 for one in pieces) <= 3
    assert [one.state for one in pieces if one.kind == PieceKind.JOIN] == [PieceState.DONE] * 2


def sweep_once(broker):
    """Ring the sweep unless it is rung already."""
    if not broker.waiting("default"):
        broker.send("media.sweep", queue="default")
    return True


def test_no_lesson_is_lost_when_the_broker_is_emptied(broker, upload, clips):
    sources = [upload(clips.small), upload(clips.silent)]
    for _ in sources:
        broker.send("media.work", queue="video")
    assert broker.waiting("video") == 2
    broker.flush()
    broker.start_worker(**HASTY)
    assert [sweep_until_over(broker, source).state for source in sources] == [EncodingState.READY, EncodingState.READY]


def test_worker_told_to_stop_gives_its_piece_back_uncounted(broker, upload, clips):
    source = upload(clips.front)
    worker = broker.start_worker(**HASTY)
    broker.send("media.work", queue="video")
    piece = chunk_under_way(source)
    os.kill(worker.pid, signal.SIGTERM)
    worker.wait(60)
    piece.refresh_from_db()
    assert piece.state in {PieceState.WAITING, PieceState.DONE}
    assert piece.attempts == (1 if piece.state == PieceState.DONE else 0)
    assert not Piece.objects.filter(state=PieceState.RUNNING).exists()


@pytest.mark.needs("initdb")
def test_lesson_survives_the_death_of_its_database(tmp_path):
    words = [sys.executable, "-m", "bench.video_flow", "kills", "1", "database"]
    ran = subprocess.run(words, cwd=ROOT, env=os.environ, capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stdout + ran.stderr
