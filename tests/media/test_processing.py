"""From upload to ready, on real rows and files; a failure leaves its reason, a second message changes nothing."""

import datetime as dt
from pathlib import Path

import pytest

from core.clock import now
from media import errors
from media.claiming import MAX_ATTEMPTS, claim
from media.errors import ClaimLost, sentence_for
from media.models import Rendition, RenditionState, Source, SourceState
from media.processing import encode_rendition, process_source, workspace
from media.retrying import retry_source
from media.storages import public_storage
from media.sweeping import sweep


def test_upload_becomes_ready_with_audio_and_two_sizes(process, clips):
    source = process(clips.whole)
    assert source.state == SourceState.READY
    assert {one.kind for one in source.renditions.all()} == {"audio", "hemat", "biasa"}
    for one in source.renditions.all():
        assert (one.state, one.progress, one.attempts) == (RenditionState.READY, 100, 1)
        assert public_storage().size(one.file.name) == one.size_bytes > 0
    assert public_storage().exists(source.poster.name)
    assert 2.9 < source.duration_s < 3.2


@pytest.mark.parametrize(
    ("name", "code"),
    [("cut_front", "cut_off"), ("voice", "no_video"), ("letter", "not_video"), ("odd_codec", "unknown_codec")],
)
def test_refused_clip_fails_with_a_sentence(process, clips, name, code):
    source = process(getattr(clips, name))
    assert (source.state, source.reason, source.attempts) == (SourceState.FAILED, code, 1)
    assert sentence_for(source.reason).endswith(".")
    assert not source.renditions.exists()


def test_second_message_changes_nothing(process, clips):
    source = process(clips.small)
    before = list(Rendition.objects.values())
    assert process_source(source.pk).rendition_ids == []
    for one in before:
        encode_rendition(one["id"])
    assert list(Rendition.objects.values()) == before


def test_same_clip_twice_shares_its_files(process, clips):
    first, second = process(clips.small), process(clips.small)
    assert [one.file.name for one in first.renditions.all()] == [one.file.name for one in second.renditions.all()]
    assert first.original.name != second.original.name


def test_only_one_worker_gets_a_row(upload, clips):
    source = upload(clips.small)
    assert claim(Source, source.pk)
    assert claim(Source, source.pk) is None


def test_worker_that_lost_its_claim_writes_nothing(upload, clips):
    source = upload(clips.small)
    first = claim(Source, source.pk)
    Source.objects.filter(pk=source.pk).update(state=SourceState.UPLOADED)
    second = claim(Source, source.pk)
    with pytest.raises(ClaimLost):
        first.renew()
    with pytest.raises(ClaimLost):
        first.finish(state=SourceState.READY)
    first.give_back(errors.EncodeFailed())
    second.renew()
    assert Source.objects.get(pk=source.pk).state == SourceState.PROBING


def silence(model, pk, seconds=61):
    """Let a row look as if its worker had died a while ago."""
    model.objects.filter(pk=pk).update(heartbeat_at=now() - dt.timedelta(seconds=seconds))


def test_sweep_frees_what_a_dead_worker_held_and_leaves_the_living(upload, clips):
    dead, living = upload(clips.small), upload(clips.small)
    claim(Source, dead.pk), claim(Source, living.pk)
    silence(Source, dead.pk)
    assert sweep().source_ids == [dead.pk]
    assert Source.objects.get(pk=dead.pk).state == SourceState.UPLOADED
    assert Source.objects.get(pk=living.pk).state == SourceState.PROBING


def test_three_dead_workers_end_a_job(upload, clips):
    source = upload(clips.small)
    for _ in range(MAX_ATTEMPTS):
        assert claim(Source, source.pk)
        silence(Source, source.pk)
        sweep()
    source.refresh_from_db()
    assert (source.state, source.reason) == (SourceState.FAILED, "worker_lost")


def test_sweep_sends_a_lost_message_again_but_not_at_once(upload, clips):
    source = upload(clips.small)
    assert sweep().source_ids == []
    Source.objects.update(queued_at=now() - dt.timedelta(seconds=61))
    assert sweep().source_ids == [source.pk]
    assert sweep().source_ids == []


def test_sweep_is_patient_while_a_worker_is_busy(upload, clips):
    busy, waiting = upload(clips.small), upload(clips.small)
    claim(Source, busy.pk)
    Source.objects.filter(pk=waiting.pk).update(queued_at=now() - dt.timedelta(seconds=61))
    assert sweep().source_ids == []
    Source.objects.filter(pk=waiting.pk).update(queued_at=now() - dt.timedelta(seconds=601))
    assert sweep().source_ids == [waiting.pk]


def test_sweep_closes_a_source_whose_last_worker_died_before_saying_so(process, clips):
    source = process(clips.small)
    Source.objects.update(state=SourceState.ENCODING)
    sweep()
    assert Source.objects.get(pk=source.pk).state == SourceState.READY


def test_sweep_deletes_half_written_files_of_yesterday(db):
    left = workspace().path("video/ab/.left.part")
    left.parent.mkdir(parents=True, exist_ok=True)
    left.write_bytes(b"half")
    sweep()
    assert left.exists()
    import os

    os.utime(left, (0, 0))
    sweep()
    assert not left.exists()


def test_full_disk_is_tried_again_and_then_told(upload, clips, settings):
    source = upload(clips.small)
    (pk, *_) = process_source(source.pk).rendition_ids
    settings.MEDIA_MIN_FREE_BYTES = 10**18
    for attempt in range(1, MAX_ATTEMPTS + 1):
        encode_rendition(pk)
        one = Rendition.objects.get(pk=pk)
        assert (one.reason, one.attempts) == ("disk_full", attempt)
        assert one.state == (RenditionState.FAILED if attempt == MAX_ATTEMPTS else RenditionState.WAITING)


def test_retry_does_only_what_failed(process, clips):
    source = process(clips.whole)
    Rendition.objects.filter(kind="biasa").update(state=RenditionState.FAILED, reason="encode_failed", attempts=3)
    Source.objects.update(state=SourceState.FAILED, reason="encode_failed")
    work = retry_source(source)
    assert [Rendition.objects.get(pk=pk).kind for pk in work.rendition_ids] == ["biasa"]
    encode_rendition(work.rendition_ids[0])
    source.refresh_from_db()
    assert (source.state, source.reason) == (SourceState.READY, "")
    assert retry_source(source).rendition_ids == []


def test_retry_of_a_refused_source_looks_at_it_again(process, clips):
    source = process(clips.letter)
    assert retry_source(source).source_ids == [source.pk]
    source.refresh_from_db()
    assert (source.state, source.reason, source.attempts) == (SourceState.UPLOADED, "", 0)


def test_lost_original_ends_with_its_reason(upload, clips):
    source = upload(clips.small)
    Path(source.original.path).unlink()
    process_source(source.pk)
    source.refresh_from_db()
    assert (source.state, source.reason) == (SourceState.FAILED, "original_missing")


def test_every_failure_has_a_code_and_a_sentence():
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and kind.__module__ == errors.__name__]
    codes = [kind.code for kind in kinds]
    assert len(codes) == len(set(codes)) > 20
    assert all(kind.sentence.endswith(".") and len(kind.code) <= 40 for kind in kinds)


def test_tasks_go_to_their_queues():
    from lms.celery import app
    from media.schedule import SCHEDULE

    router = app.amqp.router
    assert router.route({}, "media.encode_rendition")["queue"].name == "video"
    for entry in SCHEDULE.values():
        assert router.route(dict(entry["options"]), entry["task"])["queue"].name == "default"
    assert app.tasks["media.sweep"].queue == "default"
