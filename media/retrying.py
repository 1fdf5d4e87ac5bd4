"""Trying a failed video again, from where it failed."""

from django.db import transaction

from media.errors import ResultWrong
from media.models import Encoding, EncodingState, PieceKind, PieceState, Source
from media.workplaces import forget_chunks_on_commit


def retry_source(source: Source) -> int:
    """Put the failed pieces of a failed video back into the queue; return how many bells that needs.

    Nothing happens when it is not failed: the button may be pressed twice.
    """
    return retry_encoding(source.wanted_id)


def retry_encoding(encoding_id: int) -> int:
    """Do so for what a source wants."""
    with transaction.atomic():
        encoding = Encoding.objects.select_for_update().get(pk=encoding_id)
        if encoding.state != EncodingState.FAILED:
            return 0
        encoding.state = EncodingState.ENCODING if encoding.fast_plan else EncodingState.UPLOADED
        encoding.reason = ""
        encoding.save(update_fields=["state", "reason"])
        failed = encoding.pieces.filter(state=PieceState.FAILED)
        if failed.filter(kind=PieceKind.JOIN, reason=ResultWrong.code).exists():  # chunks that don't fit: all anew
            encoding.pieces.update(attempts=0)
            forget_chunks_on_commit(encoding)
        return failed.update(state=PieceState.WAITING, reason="", attempts=0, worker="", not_before=None)
