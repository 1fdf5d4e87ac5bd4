"""What goes wrong between the pieces of a lesson is made good: lost chunks, shared work, rows that nobody can read."""

import os
import shutil
import time

import pytest
from django.core.management import call_command

from media.advancing import begin_anew
from media.errors import ResultWrong
from media.models import Encoding, EncodingState, Piece, PieceKind, PieceState, RetiredFile, Source
from media.pipeline.tools import tool
from media.redoing import MOST_ATTEMPTS
from media.remaking import remake_library
from media.removing import remove_source
from media.retrying import retry_source
from media.storages import public_storage
from media.sweeping import sweep, tidy
from media.uploading import current_recipe, replace_original
from media.working import work_once
from media.workplaces import chunk_keys, chunks, results
from tests.factories.media import make_encoding, make_source
from tests.media.conftest import work_until_done
from tests.media.test_working import work_until

DAY_S = 24 * 3600


def forget_all_chunks(encoding):
    """Let what was made on the way be gone, as after a cleaned disk."""
    for key in chunk_keys(Encoding.objects.get(pk=encoding.pk)):
        shutil.rmtree(chunks().root.joinpath(key), ignore_errors=True)


def test_lost_chunks_are_made_again_before_they_are_joined(upload, clips):
    source = upload(clips.small)
    work_until(kind=PieceKind.JOIN, run="full")
    forget_all_chunks(source.wanted)
    work_until_done()
    assert Source.objects.get(pk=source.pk).wanted.state == EncodingState.READY
    assert Piece.objects.get(kind=PieceKind.PICTURE, run="full").attempts == 2


def test_chunks_that_never_stay_end_the_lesson_and_the_button_begins_again(upload, clips):
    source = upload(clips.small)
    work_until(kind=PieceKind.JOIN, run="full")
    Piece.objects.filter(kind=PieceKind.PICTURE, run="full").update(attempts=MOST_ATTEMPTS)
    Piece.objects.filter(kind=PieceKind.JOIN, run="full").update(attempts=2)
    forget_all_chunks(source.wanted)
    work_until_done()
    source = Source.objects.get(pk=source.pk)
    assert (source.wanted.state, source.wanted.reason) == (EncodingState.FAILED, ResultWrong.code)
    retry_source(source)
    work_until_done()
    assert Source.objects.get(pk=source.pk).wanted.state == EncodingState.READY


def test_idle_work_that_becomes_urgent_gets_its_fast_pass(process, upload, clips, settings):
    process(clips.silent)
    settings.MEDIA_CHUNK_S = 8
    call_command("remake_videos")
    work_once()  # probed, as idle work
    assert not Piece.objects.filter(encoding__is_idle=True, kind=PieceKind.PICTURE).exists()
    again = upload(clips.silent)
    assert not again.wanted.is_idle
    work_until_done()
    assert {one.wanted.state for one in Source.objects.all()} == {EncodingState.READY}
    assert Piece.objects.filter(encoding=again.wanted, run="fast", kind=PieceKind.JOIN).exists()


def test_sounds_that_another_encoding_needs_stay(process, upload, clips, settings, django_capture_on_commit_callbacks):
    first = process(clips.small)
    settings.MEDIA_CHUNK_S = 8
    second = upload(clips.small)
    work_until(kind=PieceKind.JOIN, run="full")
    with django_capture_on_commit_callbacks(execute=True):
        remove_source(first)
    work_until_done()
    assert Source.objects.get(pk=second.pk).wanted.state == EncodingState.READY
    assert Piece.objects.get(kind=PieceKind.SOUND).attempts == 1


@pytest.mark.django_db
def test_video_shows_what_it_wants_as_soon_as_that_plays():
    source = make_source(title="Menyegel")
    Source.objects.update(published=None)
    sweep()
    assert Source.objects.get(pk=source.pk).published == source.wanted


@pytest.mark.django_db
def test_remade_content_shows_in_every_video_of_it():
    old, new = (make_encoding(sha256="a" * 64, recipe=recipe) for recipe in ("old", current_recipe()))
    sources = [make_source(title=title) for title in ("Satu", "Dua")]
    Source.objects.update(sha256="a" * 64, wanted=old, published=old)
    assert remake_library(limit=1) == remake_library() == 1
    for source in Source.objects.all():
        assert source.published == new
    assert len(sources) == Source.objects.count() == 2 and remake_library() == 0


@pytest.mark.django_db
def test_only_what_another_ffmpeg_made_is_made_anew_for_the_tool():
    for sha, made_with in (("a", tool().version), ("b", "0.1")):
        encoding = make_encoding(sha256=sha * 64, recipe=current_recipe(), tool=made_with)
        source = make_source(title=sha)
        Source.objects.filter(pk=source.pk).update(sha256=sha * 64, wanted=encoding, published=encoding)
    assert (remake_library(), remake_library(with_tool=True)) == (0, 1)
    remade = Source.objects.get(title="b").wanted
    assert remade.is_idle and Source.objects.get(title="b").published.tool == "0.1"
    Encoding.objects.filter(pk=remade.pk).update(
        state=EncodingState.READY, tool=tool().version, duration_s=1, version=2
    )
    assert (remake_library(), remake_library(with_tool=True)) == (0, 0)


def test_file_replaced_while_another_was_published_keeps_showing_that(upload, clips):
    stale = upload(clips.small)
    work_until(kind=PieceKind.PICTURE, run="full")
    shown = Source.objects.get(pk=stale.pk).published
    assert shown and stale.published is None
    path = results().root.joinpath("lain.mp4")
    shutil.copyfile(clips.silent, path)
    replace_original(stale, path)
    assert Source.objects.get(pk=stale.pk).published == shown


@pytest.mark.django_db
def test_row_that_nobody_can_read_holds_no_other_up(caplog):
    states = {"state": EncodingState.ENCODING, "fast_plan": {"strange": 1}, "facts": {"strange": 1}}
    broken = make_encoding(state="uploaded")
    Encoding.objects.filter(pk=broken.pk).update(**states)
    source = make_source(title="Menyegel")
    Source.objects.update(published=None)
    sweep()
    assert Source.objects.get(pk=source.pk).published and f"encoding {broken.pk} can't go on" in caplog.text


@pytest.mark.django_db
def test_public_files_that_no_row_names_are_tidied_away():
    names = [f"video/ab/{letter * 32}.mp4" for letter in "abcd"]
    for name in names:
        path = results().root.joinpath(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
        os.utime(path, times=(time.time() - 1.5 * DAY_S,) * 2)
    os.utime(results().root.joinpath(names[0]))  # of just now: perhaps about to be named
    make_encoding(renditions=()).renditions.create(
        kind="hemat", codec="h264", state="ready", file=names[1], size_bytes=1
    )
    RetiredFile.objects.create(name=names[2])
    tidy()
    assert [public_storage().exists(name) for name in names] == [True, True, True, False]


@pytest.mark.django_db
def test_folders_that_nobody_needs_are_tidied_away(upload, clips):
    encoding = upload(clips.small).wanted
    work_once()
    (needed, *_) = chunk_keys(Encoding.objects.get(pk=encoding.pk))
    for key in (needed, "left"):
        folder = chunks().root.joinpath(key)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "00000-hemat.mp4").write_bytes(b"x")
        os.utime(folder / "00000-hemat.mp4", times=(time.time() - 2 * DAY_S,) * 2)
    tidy()
    assert chunks().root.joinpath(needed).exists() and not chunks().root.joinpath("left").exists()
    shutil.rmtree(chunks().root.joinpath(needed))


def test_beginning_anew_leaves_no_chunks_and_repeats_no_fast_pass(upload, clips, django_capture_on_commit_callbacks):
    encoding = upload(clips.small).wanted
    work_until(kind=PieceKind.PICTURE, run="full")
    keys = chunk_keys(Encoding.objects.get(pk=encoding.pk))
    with django_capture_on_commit_callbacks(execute=True):
        assert begin_anew(encoding.pk)
    assert not any(chunks().root.joinpath(key).exists() for key in keys)
    work_once()
    waiting = set(Piece.objects.filter(state=PieceState.WAITING).values_list("run", "kind"))
    assert ("fast", "picture") not in waiting and ("full", "trial") in waiting
