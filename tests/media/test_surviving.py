"""A worker killed while transcoding, a broker emptied: with a real broker and real workers, no video is lost."""

import os
from pathlib import Path

import pytest
from media.processing import workspace

from media.models import RenditionState, Source, SourceState
from media.pipeline.ffmpeg import find_ffmpeg
from tests.broker import wait_until

pytestmark = [pytest.mark.broker, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
IMPATIENT = {"MEDIA_STALE_S": "3"}


def programs_on(original):
    """Return the pids of ffmpeg processes that read `original`."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                words = (folder / "cmdline").read_bytes().split(b"\0")
            except (FileNotFoundError, ProcessLookupError, PermissionError):
                continue
            if words[0] == os.fsencode(find_ffmpeg()) and os.fsencode(f"file:{original}") in words:
                found.append(int(folder.name))
    return found


def sweep_until_ready(broker, source):
    """Let the sweep come round, as beat does, until the source is ready."""

    def ready():
        if not broker.waiting("default"):
            broker.send("media.sweep", queue="default")
        return Source.objects.get(pk=source.pk).state in {SourceState.READY, SourceState.FAILED}

    wait_until(ready, seconds=120, what="the video's being ready")
    return Source.objects.get(pk=source.pk)


def test_video_is_finished_after_its_worker_was_killed(broker, upload, clips):
    source = upload(clips.long)
    worker = broker.start_worker(**IMPATIENT)
    broker.send("media.process_source", source.pk, queue="video")
    running = wait_until(
        lambda: source.renditions.filter(state=RenditionState.RUNNING, kind="biasa").first(), what="encoding"
    )
    wait_until(lambda: programs_on(source.original.path), what="ffmpeg's start")
    broker.kill(worker)
    wait_until(lambda: not programs_on(source.original.path), seconds=10, what="ffmpeg's end")
    running.refresh_from_db()
    assert running.state == RenditionState.RUNNING

    broker.start_worker(**IMPATIENT)
    done = sweep_until_ready(broker, source)
    assert done.state == SourceState.READY
    attempts = {one.kind: one.attempts for one in done.renditions.all()}
    assert attempts == {"hemat": 1, "audio": 1, "biasa": 2}
    for one in done.renditions.all():
        assert workspace().path(one.file.name).stat().st_size == one.size_bytes > 0


def test_no_video_is_lost_when_the_broker_is_emptied(broker, upload, clips):
    sources = [upload(clips.small), upload(clips.silent)]
    for source in sources:
        broker.send("media.process_source", source.pk, queue="video")
    assert broker.waiting("video") == 2
    broker.flush()
    broker.start_worker(**IMPATIENT)
    assert [sweep_until_ready(broker, source).state for source in sources] == [SourceState.READY, SourceState.READY]
