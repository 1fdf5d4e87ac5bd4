"""Making again what was made and is gone: a folder cleaned by hand, a disk that lost its last writes."""

from django.db import transaction
from django.db.models import Q

from media.claiming import MAX_ATTEMPTS, Claim, patiently
from media.errors import ResultWrong
from media.models import Pass, Piece, PieceKind, PieceState
from media.pipeline.plan import Plan
from media.publishing import locked
from media.workplaces import chunk_name, chunks, sound_name

# Of a piece whose result doesn't stay: workers that share no disk would go on for ever.
MOST_ATTEMPTS = 2 * MAX_ATTEMPTS


def is_redone(held: Claim, join: Piece, plan: Plan) -> bool:
    """Before chunks are joined: put those that are missing back into the queue, and the joining off; say whether.

    Raises ResultWrong when that was tried too often already.
    """
    missing = _missing(join, plan)
    if not missing:
        return False
    pieces = join.encoding.pieces.filter(missing)
    if pieces.filter(attempts__gte=MOST_ATTEMPTS).exists():
        raise ResultWrong
    patiently(lambda: _put_back(held, join, missing))
    return True


def _missing(join: Piece, plan: Plan) -> Q:
    encoding, missing = join.encoding, Q()
    if not all(chunks().has(sound_name(encoding, plan, sound)) for sound in plan.sounds):
        missing |= Q(run=Pass.FAST, kind=PieceKind.SOUND)
    gone = [
        position
        for position in range(plan.chunks)
        if not all(chunks().has(chunk_name(encoding, plan, rung, position)) for rung in plan.videos)
    ]
    return missing | Q(run=join.run, kind=PieceKind.PICTURE, position__in=gone) if gone else missing


def _put_back(held: Claim, join: Piece, missing: Q) -> None:
    with transaction.atomic():
        encoding = locked(join.encoding_id)
        held.withdraw()
        encoding.pieces.filter(missing, state=PieceState.DONE).update(state=PieceState.WAITING, progress=0)
