"""How the work on videos stands, for those who watch over it."""

from django.db.models import Count, F, Min, Sum

from core.backlog import Backlog, seconds_since
from media.models import Encoding, EncodingState, Piece, PieceState
from media.picking import due_pieces
from media.pipeline.tools import tool


def video_backlog() -> Backlog:
    """Return the pieces that are due, by the age of their lesson; what is made anew in idle time doesn't count."""
    states = dict(Piece.objects.order_by().values_list("state").annotate(Count("pk")))
    due = due_pieces().filter(encoding__is_idle=False).order_by()
    waiting = due.aggregate(count=Count("pk"), oldest=Min("encoding__created_at"))
    failed = Encoding.objects.filter(state=EncodingState.FAILED).count()
    return Backlog(waiting["count"], seconds_since(waiting["oldest"]), failed, states)


def encode_seconds() -> dict[str, float]:
    """Return the seconds that workers have spent on finished pieces, by kind of piece."""
    rows = Piece.objects.filter(state=PieceState.DONE, claimed_at__isnull=False, finished_at__isnull=False)
    totals = rows.order_by().values_list("kind").annotate(spent=Sum(F("finished_at") - F("claimed_at")))
    return {kind: spent.total_seconds() for kind, spent in totals}


def silent_pieces(stale_s: int) -> int:
    """Return how many pieces say that they run, though their worker was not heard of for `stale_s` seconds."""
    beats = Piece.objects.filter(state=PieceState.RUNNING).values_list("heartbeat_at", flat=True)
    return sum(seconds_since(beat) > stale_s for beat in beats)


def ffmpeg_version() -> str:
    """Return what the ffmpeg of this machine calls itself. Raises ToolMissing."""
    return tool().version
