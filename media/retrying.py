"""Trying a failed video again, from where it failed."""

from django.db import transaction

from core.clock import now
from media.claiming import Work
from media.models import Rendition, RenditionState, Source, SourceState

FRESH = {"reason": "", "attempts": 0, "worker": ""}


def retry_source(source: Source) -> Work:
    """Put the failed parts of a failed video back into the queue; return what needs a message.

    Nothing happens when it is not failed: the button may be pressed twice.
    """
    with transaction.atomic():
        locked = Source.objects.select_for_update().get(pk=source.pk)
        if locked.state != SourceState.FAILED:
            return Work()
        failed = Rendition.objects.filter(source=locked, state=RenditionState.FAILED)
        ids = list(failed.values_list("pk", flat=True))
        failed.update(state=RenditionState.WAITING, progress=0, queued_at=now(), **FRESH)
        state = SourceState.ENCODING if ids else SourceState.UPLOADED
        Source.objects.filter(pk=source.pk).update(state=state, queued_at=now(), **FRESH)
    return Work(rendition_ids=ids) if ids else Work(source_ids=[source.pk])
