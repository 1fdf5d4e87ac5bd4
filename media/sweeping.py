"""Every minute: find work that lost its worker or its message. Losing the broker, or every worker, loses nothing."""

import datetime as dt
import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db.models import Q, QuerySet

from core.clock import now
from media.claiming import BUSY, FAILED, MAX_ATTEMPTS, WAITING, Work
from media.errors import WorkerLost
from media.models import Rendition, RenditionState, Source, SourceState
from media.processing import settle_source, workspace

HALF_WRITTEN_KEPT_S = 24 * 3600
MODELS: tuple[type[Source], type[Rendition]] = (Source, Rendition)


def sweep() -> Work:
    """Free what is stuck, settle what is finished, and return what needs a new message."""
    for model in MODELS:
        _free_abandoned(model)
    _settle_finished()
    workspace().sweep_aside(older_than_s=HALF_WRITTEN_KEPT_S)
    _forget_broken_uploads()
    return Work(source_ids=_lost(Source), rendition_ids=_lost(Rendition))


def _free_abandoned(model: type[Source] | type[Rendition]) -> None:
    """Put rows whose worker fell silent back into the queue; after three workers, let them fail."""
    silent = model.objects.filter(state=BUSY[model], heartbeat_at__lt=now() - _stale())
    silent.filter(attempts__gte=MAX_ATTEMPTS).update(state=FAILED[model], reason=WorkerLost.code, worker="")
    silent.filter(attempts__lt=MAX_ATTEMPTS).update(state=WAITING[model], worker="", queued_at=None)


def _settle_finished() -> None:
    """Close sources whose last rendition ended while nobody was left to say so."""
    busy = Rendition.objects.filter(state__in=[RenditionState.WAITING, RenditionState.RUNNING]).values("source_id")
    for pk in Source.objects.filter(state=SourceState.ENCODING).exclude(pk__in=busy).values_list("pk", flat=True):
        settle_source(pk)


def _forget_broken_uploads() -> None:
    """Remove what a web process that died left of an upload; only Django's own files, only after a day."""
    oldest = time.time() - HALF_WRITTEN_KEPT_S
    for path in Path(settings.FILE_UPLOAD_TEMP_DIR).glob("*.upload*"):
        with suppress(FileNotFoundError):
            if path.is_file() and path.stat().st_mtime < oldest:
                path.unlink()


def _lost(model: type[Source] | type[Rendition]) -> list[int]:
    """Return waiting rows whose message has been away too long, and note that they get a new one.

    While some worker is busy, waiting is normal: only then is the patience longer. A second message for the same row
    does no harm, it finds the row claimed.
    """
    patience = _stale() * (10 if _somebody_works() else 1)
    waiting: QuerySet[Source] | QuerySet[Rendition] = model.objects.filter(state=WAITING[model])
    lost = waiting.filter(Q(queued_at__isnull=True) | Q(queued_at__lt=now() - patience))
    ids = list(lost.order_by("pk").values_list("pk", flat=True))
    model.objects.filter(pk__in=ids, state=WAITING[model]).update(queued_at=now())
    return ids


def _somebody_works() -> bool:
    fresh = now() - _stale()
    return any(model.objects.filter(state=BUSY[model], heartbeat_at__gte=fresh).exists() for model in MODELS)


def _stale() -> dt.timedelta:
    return dt.timedelta(seconds=settings.MEDIA_STALE_S)
