"""Who is next: the fast lane, then whoever was served least, then the shortest lesson; idle work last."""

import datetime as dt

import pytest

from core.clock import now
from media.models import Encoding, EncodingState, Pass, Piece, PieceKind, PieceState
from media.picking import RANKS, claim_next

TOOL = "9.9"


@pytest.fixture
def lesson(db):
    """Return a function that makes a lesson with waiting pieces."""

    def make(owner, pieces, *, run=Pass.FULL, kind=PieceKind.PICTURE, **values):
        number = Encoding.objects.count()
        encoding = Encoding.objects.create(
            sha256=f"{number:064}", recipe="r", owner=owner, tool=TOOL, state=EncodingState.ENCODING, **values
        )
        for position in range(pieces):
            Piece.objects.create(encoding=encoding, run=run, kind=kind, position=position, rank=RANKS[run, kind])
        return encoding

    return make


def taken(tool=TOOL):
    """Claim the next piece and return its encoding."""
    held = claim_next(tool)
    return held and Piece.objects.get(pk=held.pk).encoding


def served(encoding, seconds):
    """Let a piece have been done for this lesson a minute ago."""
    end = now() - dt.timedelta(seconds=60)
    Piece.objects.create(
        encoding=encoding,
        run=Pass.FULL,
        kind=PieceKind.PICTURE,
        position=1000,
        state=PieceState.DONE,
        claimed_at=end - dt.timedelta(seconds=seconds),
        finished_at=end,
    )


def test_nothing_waits(db):
    assert claim_next(TOOL) is None


def test_new_lesson_plays_before_a_long_one_goes_on(lesson, cast):
    lesson(cast.dewi, 40)
    new = lesson(cast.dewi, 1, run=Pass.FAST, kind=PieceKind.PROBE)
    assert taken() == new


def test_short_lesson_goes_before_a_long_one(lesson, cast):
    lesson(cast.dewi, 40)
    short = lesson(cast.dewi, 2)
    assert taken() == short


def test_people_are_served_in_turn_however_much_they_upload(lesson, cast):
    served(lesson(cast.dewi, 2), 300)
    other = lesson(cast.hasan, 50)
    assert taken() == other


def test_work_done_long_ago_does_not_count(lesson, cast):
    mine = lesson(cast.dewi, 2)
    served(mine, 300)
    Piece.objects.filter(state=PieceState.DONE).update(finished_at=now() - dt.timedelta(hours=2))
    lesson(cast.hasan, 50)
    assert taken() == mine


def test_idle_work_waits_for_everything_else(lesson, cast):
    idle = lesson(cast.dewi, 1, run=Pass.FAST, kind=PieceKind.PROBE, is_idle=True)
    busy = lesson(cast.dewi, 1)
    assert [taken(), taken(), taken()] == [busy, idle, None]


def test_pause_after_a_failure_is_kept(lesson, cast):
    encoding = lesson(cast.dewi, 1)
    encoding.pieces.update(not_before=now() + dt.timedelta(seconds=30))
    assert taken() is None
    encoding.pieces.update(not_before=now() - dt.timedelta(seconds=1))
    assert taken() == encoding


def test_worker_with_another_ffmpeg_leaves_begun_work_alone(lesson, cast):
    begun = lesson(cast.dewi, 1)
    new = lesson(cast.dewi, 1, run=Pass.FAST, kind=PieceKind.PROBE)
    Encoding.objects.filter(pk=new.pk).update(tool="")
    assert [taken("8.0"), taken("8.0")] == [new, None]
    assert taken() == begun


def test_choosing_costs_the_same_for_many_pieces(lesson, cast, django_assert_num_queries):
    lesson(cast.dewi, 3)
    with django_assert_num_queries(6):
        taken()
    lesson(cast.hasan, 200)
    with django_assert_num_queries(6):
        taken()


def test_what_is_left_of_a_failed_lesson_waits_for_its_retry(lesson, cast):
    failed = lesson(cast.dewi, 3)
    Encoding.objects.update(state=EncodingState.FAILED, reason="encode_failed")
    assert taken() is None
    other = lesson(cast.dewi, 40)
    assert taken() == other != failed


def test_idle_lessons_are_made_one_after_the_other(lesson, cast):
    begun = lesson(None, 2, is_idle=True)
    lesson(None, 1, run=Pass.FAST, kind=PieceKind.PROBE, is_idle=True)
    assert [taken(), taken()] == [begun, begun]
