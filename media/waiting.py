"""How many videos come before one that waits: the same order in which workers choose."""

from media.models import Encoding, Piece, PieceState
from media.picking import order_of, seconds_served, waiting_pieces


def videos_ahead(encoding: Encoding) -> int:
    """Return how many other videos are being worked on or come first, as far as can be told: fairness may change it.

    A worker picks by piece, so a video counts once, whether it waits or is under way.
    """
    candidates = list(waiting_pieces(encoding.tool))
    served = seconds_served()
    mine = [order_of(one, served) for one in candidates if one.encoding_id == encoding.pk]
    busy = Piece.objects.filter(state=PieceState.RUNNING).exclude(encoding=encoding)
    ahead = set(busy.order_by().values_list("encoding_id", flat=True))
    if mine:
        ahead |= {one.encoding_id for one in candidates if order_of(one, served) < min(mine)}
    return len(ahead - {encoding.pk})
