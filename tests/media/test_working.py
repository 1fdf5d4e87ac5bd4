"""From upload to ready, on real rows and files; a failure leaves its reason, asking twice changes nothing."""

import datetime as dt
import os
from pathlib import Path

import pytest
from django.core.management import call_command

from core.clock import now
from media import errors
from media.advancing import advance
from media.claiming import MAX_ATTEMPTS
from media.errors import sentence_for
from media.models import (
    Encoding,
    EncodingState,
    FileHashes,
    Piece,
    PieceKind,
    PieceState,
    Rendition,
    RetiredFile,
    Source,
)
from media.pipeline.tools import tool
from media.removing import remove_source
from media.retrying import retry_source
from media.storages import public_storage
from media.sweeping import sweep, tidy
from media.uploading import replace_original, save_upload
from media.working import work_once
from media.workplaces import chunks, results
from tests.media.conftest import work_until_done


def work_until(**values):
    """Work until a piece like this one waits; return it."""
    while not (found := Piece.objects.filter(state=PieceState.WAITING, **values).first()):
        assert Piece.objects.filter(state=PieceState.WAITING, not_before=None).exists(), f"nothing leads to {values}"
        work_once()
    return found


def kept_on_the_way():
    """Return the chunks and sounds that lie about; other tests, whose commits never come, leave theirs."""
    return {path for path in chunks().root.rglob("*") if path.is_file()}


def silence(**values):
    """Let running pieces look as if their worker had died a while ago."""
    Piece.objects.filter(state=PieceState.RUNNING, **values).update(heartbeat_at=now() - dt.timedelta(seconds=600))


def test_upload_becomes_ready_with_every_choice_in_both_ways(process, clips):
    source = process(clips.whole)
    assert source.state == EncodingState.READY
    made = {(one.kind, one.codec) for one in source.published.renditions.all()}
    assert {("audio", "opus"), ("audio", "aac"), ("hemat", "av1"), ("hemat", "h264")} <= made
    for one in source.published.renditions.all():
        assert (one.state, one.is_fast) == ("ready", False)
        assert public_storage().size(one.file.name) == one.size_bytes > 0
        assert FileHashes.objects.get(name=one.file.name).size_bytes == one.size_bytes
    assert public_storage().exists(source.published.poster.name)
    assert 2.9 < source.published.duration_s < 3.2
    assert set(source.wanted.pieces.values_list("state", "attempts")) == {("done", 1)}


def test_nothing_made_on_the_way_is_left(process, clips, django_capture_on_commit_callbacks):
    before = kept_on_the_way()
    with django_capture_on_commit_callbacks(execute=True):
        process(clips.fast)
    assert kept_on_the_way() == before


def test_lesson_plays_before_the_trials_begin_and_its_files_stay_when_replaced(upload, clips):
    source = upload(clips.small)
    work_until(kind=PieceKind.TRIAL)
    while not Source.objects.get(pk=source.pk).published:
        work_once()
    first = Source.objects.get(pk=source.pk).published
    fast = first.renditions.get(kind="hemat")
    assert (first.version, first.state, fast.codec, fast.is_fast) == (1, EncodingState.ENCODING, "h264", True)
    assert first.renditions.filter(kind="audio").count() == 2

    work_until_done()
    full = Encoding.objects.get(pk=first.pk)
    assert (full.version, full.state) == (2, EncodingState.READY)
    assert not full.renditions.filter(is_fast=True).exists()
    assert public_storage().exists(fast.file.name)
    tidy()
    assert public_storage().exists(fast.file.name)
    RetiredFile.objects.update(retired_at=now() - dt.timedelta(days=2))
    tidy()
    assert not public_storage().exists(fast.file.name)
    assert all(public_storage().exists(one.file.name) for one in full.renditions.all())


@pytest.mark.parametrize(
    ("name", "code"),
    [("cut_front", "cut_off"), ("voice", "no_video"), ("letter", "not_video"), ("odd_codec", "unknown_codec")],
)
def test_refused_clip_fails_with_a_sentence(process, clips, name, code):
    source = process(getattr(clips, name))
    assert (source.state, source.wanted.reason) == (EncodingState.FAILED, code)
    assert sentence_for(code).endswith(".")
    assert not source.wanted.renditions.exists()
    assert source.wanted.pieces.get().attempts == 1


def test_same_file_twice_is_encoded_once(process, upload, clips):
    first = process(clips.small)
    pieces = list(Piece.objects.values())
    second = upload(clips.small, title="Sekali lagi")
    assert second.published == first.published
    assert list(Piece.objects.values()) == pieces
    assert first.original.name != second.original.name


def test_same_file_while_it_is_encoded_waits_for_the_same_work(upload, clips):
    first, second = upload(clips.small), upload(clips.small)
    work_until_done()
    assert Source.objects.get(pk=first.pk).published == Source.objects.get(pk=second.pk).published
    assert Encoding.objects.count() == 1


def test_sweep_frees_what_a_dead_worker_held_and_leaves_the_living(upload, clips):
    from media.claiming import claim

    dead, living = upload(clips.small).wanted.pieces.get(), upload(clips.silent).wanted.pieces.get()
    claim(dead.pk), claim(living.pk)
    silence(pk=dead.pk)
    assert sweep() == 1
    assert Piece.objects.get(pk=dead.pk).state == PieceState.WAITING
    assert Piece.objects.get(pk=living.pk).state == PieceState.RUNNING


def test_three_dead_workers_end_a_lesson(upload, clips):
    from media.claiming import claim

    source = upload(clips.small)
    for _ in range(MAX_ATTEMPTS):
        assert claim(source.wanted.pieces.get().pk)
        silence()
        sweep()
    source.wanted.refresh_from_db()
    assert (source.wanted.state, source.wanted.reason) == (EncodingState.FAILED, "worker_lost")


def test_lesson_goes_on_when_a_worker_died_before_asking_what_comes_next(upload, clips):
    source = upload(clips.small)
    work_until(kind=PieceKind.JOIN, run="full")
    Piece.objects.filter(kind=PieceKind.JOIN, run="full").delete()
    assert sweep() == 1
    work_until_done()
    assert Source.objects.get(pk=source.pk).is_ready


def test_there_is_a_bell_for_every_piece(upload, clips):
    upload(clips.small)
    bells = 1
    while bells and Piece.objects.filter(state=PieceState.WAITING).exists():
        bells += work_once() - 1
    assert not Piece.objects.exclude(state=PieceState.DONE).exists()


def test_asking_what_comes_next_twice_adds_nothing(upload, clips):
    source = upload(clips.small)
    work_until(kind=PieceKind.TRIAL)
    before = Piece.objects.count()
    assert advance(source.wanted_id) == 0
    assert Piece.objects.count() == before


def test_chunks_that_are_there_are_not_made_again(upload, clips, settings):
    settings.MEDIA_CHUNK_S = 4
    source = upload(clips.front)
    work_until(kind=PieceKind.JOIN, run="full")
    made = {path: path.stat().st_mtime_ns for path in chunks().root.rglob("*.mp4")}
    assert Piece.objects.filter(kind=PieceKind.PICTURE, run="full").count() == 2
    Piece.objects.filter(kind=PieceKind.JOIN).delete()
    Piece.objects.filter(kind=PieceKind.PICTURE).update(state=PieceState.WAITING)
    while Piece.objects.filter(kind=PieceKind.PICTURE, state=PieceState.WAITING).exists():
        work_once()
    assert {path: path.stat().st_mtime_ns for path in chunks().root.rglob("*.mp4")} == made
    assert source.wanted.pieces.filter(kind=PieceKind.PICTURE, state=PieceState.DONE).count() == 4


def test_deleting_a_video_while_it_is_encoded_leaves_nothing(upload, clips, django_capture_on_commit_callbacks):
    before = kept_on_the_way()
    source = upload(clips.turned)
    work_until(kind=PieceKind.PICTURE, run="full")
    assert kept_on_the_way() > before
    with django_capture_on_commit_callbacks(execute=True):
        remove_source(Source.objects.get(pk=source.pk))
    assert not Encoding.objects.exists() and not Piece.objects.exists()
    assert kept_on_the_way() == before
    assert work_once() == 0


def test_replaced_file_shows_the_old_one_until_the_new_one_plays(process, clips, django_capture_on_commit_callbacks):
    source = process(clips.small)
    old = source.published
    old_file = old.renditions.first().file.name
    spooled = Path(source.original.path).with_name("new.upload")
    spooled.write_bytes(clips.silent.read_bytes())
    with django_capture_on_commit_callbacks(execute=True):
        replace_original(source, spooled)
    assert Source.objects.get(pk=source.pk).published == old
    work_until_done()
    source = Source.objects.get(pk=source.pk)
    assert source.published != old and source.is_ready
    assert not Encoding.objects.filter(pk=old.pk).exists()
    assert public_storage().exists(old_file)
    assert RetiredFile.objects.filter(name=old_file).exists()


def test_retry_does_only_what_failed(upload, clips):
    source = upload(clips.small)
    work_until(kind=PieceKind.JOIN, run="full")
    Piece.objects.filter(kind=PieceKind.JOIN, run="full").update(state="failed", reason="encode_failed", attempts=3)
    advance(source.wanted_id)
    source = Source.objects.get(pk=source.pk)
    assert (source.state, source.wanted.reason) == (EncodingState.FAILED, "encode_failed")
    assert source.published
    assert retry_source(source) == 1
    work_until_done()
    assert Source.objects.get(pk=source.pk).is_ready
    assert retry_source(Source.objects.get(pk=source.pk)) == 0


def test_fast_pass_that_is_overtaken_leaves_no_work(upload, clips):
    source = upload(clips.small)
    fast = work_until(kind=PieceKind.JOIN, run="fast")
    Piece.objects.filter(pk=fast.pk).update(state=PieceState.RUNNING, heartbeat_at=now())
    work_until_done()
    source = Source.objects.get(pk=source.pk)
    assert source.is_ready and source.published.version == 2
    assert not Piece.objects.exclude(state=PieceState.DONE).exists()


def test_failed_trial_does_not_hold_a_lesson_up(upload, clips):
    source = upload(clips.small)
    work_until(kind=PieceKind.TRIAL)
    Piece.objects.filter(kind=PieceKind.TRIAL).update(state=PieceState.FAILED, reason="encode_failed")
    work_until_done()
    assert Source.objects.get(pk=source.pk).is_ready


def test_lost_original_ends_with_its_reason(upload, clips):
    source = upload(clips.small)
    Path(source.original.path).unlink()
    work_until_done()
    assert Encoding.objects.get().reason == "original_missing"


def test_full_disk_is_tried_again_and_then_told(upload, clips, settings):
    source = upload(clips.matroska)
    settings.MEDIA_MIN_FREE_BYTES = 10**18
    for _ in range(MAX_ATTEMPTS):
        Piece.objects.update(not_before=None)
        work_once()
    assert Encoding.objects.get(pk=source.wanted_id).reason == "disk_full"


def test_lesson_begun_with_another_ffmpeg_begins_anew(upload, clips):
    source = upload(clips.small)
    work_until(kind=PieceKind.PICTURE, run="full")
    long_ago = now() - dt.timedelta(days=1)
    Encoding.objects.update(tool="0.1", created_at=long_ago)
    Piece.objects.update(heartbeat_at=long_ago)
    work_once()
    assert list(Piece.objects.values_list("kind", "state")) == [("probe", "waiting")]
    work_until_done()
    source = Source.objects.get(pk=source.pk)
    assert source.is_ready and source.wanted.tool == tool().version


def test_library_is_made_anew_in_idle_time_while_the_old_one_shows(process, clips, settings):
    source = process(clips.small)
    old = source.published
    settings.MEDIA_CHUNK_S = 8
    call_command("remake_videos")
    call_command("remake_videos")
    source = Source.objects.get(pk=source.pk)
    assert (source.published, source.wanted.is_idle, Encoding.objects.count()) == (old, True, 2)
    work_until_done()
    source = Source.objects.get(pk=source.pk)
    assert source.is_ready and source.published == source.wanted != old
    assert not Rendition.objects.filter(is_fast=True).exists()


def test_tidying_deletes_half_written_files_of_yesterday(db):
    left = results().root / ".left.part"
    left.mkdir(parents=True)
    (left / "half.mp4").write_bytes(b"half")
    tidy()
    assert left.exists()
    os.utime(left, (0, 0))
    tidy()
    assert not left.exists()


def test_every_failure_has_a_code_and_a_sentence():
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and kind.__module__ == errors.__name__]
    codes = [kind.code for kind in kinds]
    assert len(codes) == len(set(codes)) > 20
    assert all(kind.sentence.endswith(".") and len(kind.code) <= 40 for kind in kinds)


def test_tasks_go_to_their_queues():
    from lms.celery import app
    from media.schedule import SCHEDULE

    router = app.amqp.router
    assert router.route({}, "media.work")["queue"].name == "video"
    for entry in SCHEDULE.values():
        assert router.route(dict(entry["options"]), entry["task"])["queue"].name == "default"
    assert app.tasks["media.sweep"].queue == "default"


def test_small_upload_is_kept_like_a_large_one(cast, clips):
    from django.core.files.base import ContentFile

    source = save_upload(ContentFile(clips.small.read_bytes(), name="a.mp4"), title="  Judul  ", owner=cast.dewi)
    assert (source.title, source.size_bytes) == ("Judul", clips.small.stat().st_size)
    assert Path(source.original.path).stat().st_mode & 0o777 == 0o600
