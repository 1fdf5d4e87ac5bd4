"""Trying a failed video again, from where it failed."""

from django.db import transaction

from media.models import Encoding, EncodingState, PieceState, Source


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
        return failed.update(state=PieceState.WAITING, reason="", attempts=0, worker="", not_before=None)
