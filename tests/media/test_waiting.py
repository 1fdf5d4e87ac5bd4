"""The place in the queue is the order in which workers choose."""

import pytest

from media.models import Encoding, Piece
from media.waiting import videos_ahead

pytestmark = pytest.mark.django_db


def encoding(mark, kind="picture", state="waiting", rank=4, **values):
    made = Encoding.objects.create(sha256=mark * 64, recipe="uji", state="encoding", tool="n9", **values)
    Piece.objects.create(encoding=made, run="full", kind=kind, state=state, rank=rank)
    return made


def test_those_before_and_those_under_way_count_once():
    first, mine = encoding("a"), encoding("b")
    Piece.objects.create(encoding=first, run="full", kind="picture", position=1, state="running", rank=4)
    encoding("c")
    encoding("d", state="done")
    assert videos_ahead(mine) == 1
    encoding("e", state="running")
    assert videos_ahead(mine) == 2


def test_the_fast_lane_comes_first_and_idle_work_last():
    idle, mine = encoding("a", is_idle=True), encoding("b")
    encoding("c", rank=0)
    assert videos_ahead(mine) == 1
    assert videos_ahead(idle) == 2


def test_nobody_is_ahead_of_the_only_one():
    assert videos_ahead(encoding("a")) == 0
