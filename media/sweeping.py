"""Four times a minute: find work that lost its worker or its message. Losing broker or workers loses nothing."""

import datetime as dt
import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db.models import Q

from core.clock import now
from media.advancing import OPEN, advance
from media.claiming import MAX_ATTEMPTS
from media.downloading import sweep_downloads
from media.errors import WorkerLost
from media.hashing import forget_hashes
from media.models import Encoding, Piece, PieceState, Rendition, RetiredFile
from media.publishing import forget_orphans
from media.storages import public_storage
from media.sweeping_uploads import sweep_uploads
from media.workplaces import chunks, results

HALF_WRITTEN_KEPT_S = 24 * 3600
BELLS = 16  # at most, each time; a bell too many finds nothing to do


def sweep() -> int:
    """Free what is stuck, go on where nobody did, and return how many bells are needed."""
    _free_abandoned()
    sweep_uploads()
    _go_on()
    return min(BELLS, _count_due())


def tidy() -> None:
    """Delete what nobody needs any more: half-written files, old versions of published ones."""
    for folder in (results(), chunks()):
        folder.sweep_aside(older_than_s=HALF_WRITTEN_KEPT_S)
    forget_orphans()
    _delete_retired()
    sweep_downloads()
    _forget_broken_uploads()


def _free_abandoned() -> None:
    """Put pieces whose worker fell silent back into the queue; after three workers, let them fail."""
    silent = Piece.objects.filter(
        state=PieceState.RUNNING, heartbeat_at__lt=now() - dt.timedelta(seconds=settings.MEDIA_STALE_S)
    )
    values = {"worker": "", "progress": 0}
    silent.filter(attempts__gte=MAX_ATTEMPTS).update(state=PieceState.FAILED, reason=WorkerLost.code, **values)
    silent.filter(attempts__lt=MAX_ATTEMPTS).update(state=PieceState.WAITING, **values)


def _go_on() -> None:
    """Ask what comes next where nothing is on its way, or something failed, while nobody was left to ask."""
    under_way = Piece.objects.filter(state__in=[PieceState.WAITING, PieceState.RUNNING]).values("encoding_id")
    failed = Piece.objects.filter(state=PieceState.FAILED).values("encoding_id")
    stuck = Encoding.objects.filter(state__in=OPEN).filter(~Q(pk__in=under_way) | Q(pk__in=failed))
    for pk in stuck.values_list("pk", flat=True):
        advance(pk)


def _count_due() -> int:
    due = Q(not_before=None) | Q(not_before__lte=now())
    return Piece.objects.filter(due, state=PieceState.WAITING).count()


def _delete_retired() -> None:
    """Delete public files that were replaced some time ago and that no row names any more."""
    before = now() - dt.timedelta(seconds=settings.MEDIA_RETIRED_KEPT_S)
    for row in RetiredFile.objects.filter(retired_at__lt=before)[:500]:
        used = Rendition.objects.filter(file=row.name).exists() or Encoding.objects.filter(poster=row.name).exists()
        if not used:
            public_storage().delete(row.name)
            forget_hashes([row.name])
        row.delete()


def _forget_broken_uploads() -> None:
    """Remove what a web process that died left of an upload; only Django's own files, only after a day."""
    oldest = time.time() - HALF_WRITTEN_KEPT_S
    for path in Path(settings.FILE_UPLOAD_TEMP_DIR).glob("*.upload*"):
        with suppress(FileNotFoundError):
            if path.is_file() and path.stat().st_mtime < oldest:
                path.unlink()
