"""Two never hold one piece; who was given up for dead writes nothing; a database may be away for a moment."""

import datetime as dt

import pytest
from django.db import OperationalError

from core.clock import now
from media.claiming import MAX_ATTEMPTS, Claim, claim, patiently
from media.errors import ClaimLost, EncodeFailed, NotVideo
from media.models import Piece, PieceState

# The line to the database is closed and opened again.
TRANSACTIONS = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def piece(upload, clips):
    """The first piece of a new upload."""
    return upload(clips.small).wanted.pieces.get()


def again(piece):
    return Piece.objects.get(pk=piece.pk)


def test_only_one_worker_gets_a_piece(piece):
    assert claim(piece.pk)
    assert claim(piece.pk) is None


def test_worker_that_lost_its_claim_writes_nothing(piece, settings):
    settings.MEDIA_STALE_S = 0
    first = claim(piece.pk)
    Piece.objects.filter(pk=piece.pk).update(state=PieceState.WAITING)
    second = claim(piece.pk)
    with pytest.raises(ClaimLost):
        first.renew_now_and_then(progress=50)
    with pytest.raises(ClaimLost):
        first.finish()
    first.give_back(EncodeFailed())
    first.release()
    second.renew_now_and_then(progress=10)
    assert (again(piece).state, again(piece).progress) == (PieceState.RUNNING, 10)


def test_renewing_is_rare_enough_to_cost_nothing(piece, django_assert_num_queries, settings):
    settings.MEDIA_STALE_S = 3600
    held = claim(piece.pk)
    with django_assert_num_queries(0):
        held.renew_now_and_then(progress=1)


def test_failed_piece_is_tried_three_times_with_growing_pauses(piece):
    pauses = []
    for attempt in range(1, MAX_ATTEMPTS + 1):
        held = claim(piece.pk)
        assert held.attempts == attempt
        held.give_back(EncodeFailed())
        pauses.append(again(piece).not_before - now())
    assert again(piece).state == PieceState.FAILED
    assert again(piece).reason == "encode_failed"
    assert pauses == sorted(pauses) and pauses[1] > dt.timedelta(seconds=10)


def test_user_fault_is_not_tried_again(piece):
    claim(piece.pk).give_back(NotVideo())
    assert (again(piece).state, again(piece).attempts) == (PieceState.FAILED, 1)


def test_released_piece_has_not_been_tried(piece):
    claim(piece.pk).release()
    assert (again(piece).state, again(piece).attempts) == (PieceState.WAITING, 0)


class Away(Claim):
    """A claim whose database is away."""

    def _held(self):
        raise OperationalError


@TRANSACTIONS
def test_claim_outlives_a_short_absence_of_the_database(piece, settings):
    settings.MEDIA_STALE_S = 60
    held = Away(piece.pk, "token", 1)
    held.renewed_at -= 11
    held.renew_now_and_then()
    held.renewed_at, held.asked_at = held.renewed_at - 61, 0
    with pytest.raises(ClaimLost):
        held.renew_now_and_then()


@TRANSACTIONS
def test_act_is_repeated_until_the_database_is_back(settings):
    settings.MEDIA_STALE_S = 60
    answers = iter([OperationalError(), None])

    def act():
        answer = next(answers)
        if answer:
            raise answer
        return "done"

    assert patiently(act) == "done"
