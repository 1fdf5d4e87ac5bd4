"""Which piece is next: what plays soonest first, then fair between the people who wait, then the shortest lesson."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Count, DurationField, ExpressionWrapper, F, Min, Q, QuerySet, Sum, Value, When

from core.clock import now
from media.claiming import Claim, claim
from media.models import EncodingState, Pass, Piece, PieceKind, PieceState

REMEMBERED = dt.timedelta(minutes=30)
TRIES = 5
OPEN = (EncodingState.UPLOADED, EncodingState.ENCODING)

# Smaller comes first. Joining is short and frees everything; trials are the way to the full plan.
RANKS = {
    (Pass.FAST, PieceKind.PROBE): 0,
    (Pass.FAST, PieceKind.JOIN): 1,
    (Pass.FAST, PieceKind.SOUND): 2,
    (Pass.FAST, PieceKind.PICTURE): 2,
    (Pass.FULL, PieceKind.JOIN): 3,
    (Pass.FULL, PieceKind.TRIAL): 4,
    (Pass.FULL, PieceKind.PICTURE): 4,
}


@dataclass(frozen=True)
class Candidate:
    """The first waiting piece of one encoding at one rank, and how many wait there."""

    piece_id: int
    encoding_id: int
    owner_id: int | None
    is_idle: bool
    rank: int
    waiting: int


def due_pieces() -> "QuerySet[Piece]":
    """Return what waits and may be worked on now; what is left of a failed encoding waits for its retry."""
    due = Q(not_before=None) | Q(not_before__lte=now())
    return Piece.objects.filter(due, state=PieceState.WAITING, encoding__state__in=OPEN)


def waiting_pieces(tool: str) -> "Iterable[Candidate]":
    """Return what may be claimed by a worker whose ffmpeg is `tool`, an encoding and rank each once."""
    mine = due_pieces().filter(encoding__tool__in=("", tool)).order_by()
    rows = mine.values_list("encoding_id", "encoding__owner_id", "encoding__is_idle", "rank")
    for encoding, owner, is_idle, rank, first, waiting in rows.annotate(first=Min("pk"), waiting=Count("pk")):
        yield Candidate(first, encoding, owner, is_idle, rank, waiting)


def claim_next(tool: str) -> Claim | None:
    """Claim the best waiting piece, or None when nothing waits (or others were always faster)."""
    for _ in range(TRIES):
        candidates = list(waiting_pieces(tool))
        if not candidates:
            return None
        served = seconds_served()
        best = min(candidates, key=lambda one: order_of(one, served))
        if held := claim(best.piece_id):
            return held
    return None


def order_of(one: Candidate, served: dict[int | None, float]) -> tuple[bool, int, int, float, int, int]:
    """Idle work last, lesson by lesson; by rank; whoever was served least lately; the fewest pieces left; the oldest.

    A library made anew breadth-first would fill the disk with what lies on the way before its first lesson is out.
    """
    lesson = one.encoding_id if one.is_idle else 0
    return one.is_idle, lesson, one.rank, served.get(one.owner_id, 0), one.waiting, one.piece_id


def seconds_served() -> dict[int | None, float]:
    """Return how long workers have lately worked for each owner on what is ranked behind the fast lane."""
    spent = ExpressionWrapper(
        Case(When(finished_at=None, then=Value(now())), default=F("finished_at")) - F("claimed_at"),
        output_field=DurationField(),
    )
    lately = Q(state=PieceState.RUNNING) | Q(finished_at__gte=now() - REMEMBERED)
    rows = Piece.objects.filter(lately, run=Pass.FULL, claimed_at__isnull=False).order_by()
    totals = rows.values_list("encoding__owner_id").annotate(total=Sum(spent))
    return {owner: total.total_seconds() for owner, total in totals if total}
