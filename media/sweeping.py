"""Four times a minute: find work that lost its worker or its message. Losing broker or workers loses nothing."""

import datetime as dt
import logging
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from core.clock import now
from core.store import public_store
from media.advancing import advance
from media.claiming import MAX_ATTEMPTS
from media.downloading import sweep_downloads
from media.errors import WorkerLost
from media.hashing import forget_hashes
from media.models import Encoding, Piece, PieceState, Rendition, RetiredFile
from media.picking import OPEN, due_pieces
from media.publishing import forget_orphans, show_what_plays
from media.sweeping_uploads import forget_strays, sweep_uploads
from media.workplaces import chunks, results, sweep_chunks

logger = logging.getLogger(__name__)

HALF_WRITTEN_KEPT_S = 24 * 3600
BELLS = 16  # at most, each time; a bell too many finds nothing to do


def sweep() -> int:
    """Free what is stuck, go on where nobody did, and return how many bells are needed."""
    _free_abandoned()
    sweep_uploads()
    _go_on()
    show_what_plays()
    return min(BELLS, due_pieces().count())


def tidy() -> None:
    """Delete what nobody needs any more: half-written files, old versions of published ones."""
    for folder in (results(), chunks()):
        folder.sweep_aside(older_than_s=HALF_WRITTEN_KEPT_S)
    sweep_chunks(older_than_s=HALF_WRITTEN_KEPT_S)
    forget_orphans()
    _delete_unnamed()
    _delete_retired()
    sweep_downloads()
    _forget_broken_uploads()
    forget_strays()


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
        try:
            advance(pk)
        except Exception:  # one row that nobody can read mustn't hold all others up
            logger.exception("encoding %s can't go on", pk)


def _delete_unnamed() -> None:
    """Delete public files of the last days that no row names: their video went away while they were written."""
    newest, oldest = time.time() - HALF_WRITTEN_KEPT_S, time.time() - 3 * HALF_WRITTEN_KEPT_S
    names = [one.name for one in public_store().listed("video") if oldest < one.modified_s < newest]
    for name in set(names) - _named(names):
        public_store().delete(name)
        forget_hashes([name])


def _named(names: list[str]) -> set[str]:
    """Return those that some row names: a rendition, a poster, or a replaced file that is still being watched."""
    rows: list[QuerySet[Any, Any]] = [
        Rendition.objects.filter(file__in=names).values_list("file", flat=True),
        Encoding.objects.filter(poster__in=names).values_list("poster", flat=True),
        RetiredFile.objects.filter(name__in=names).values_list("name", flat=True),
    ]
    return {name for found in rows for name in found}


def _delete_retired() -> None:
    """Delete public files that were replaced some time ago and that no row names any more."""
    before = now() - dt.timedelta(seconds=settings.MEDIA_RETIRED_KEPT_S)
    for row in RetiredFile.objects.filter(retired_at__lt=before)[:500]:
        used = Rendition.objects.filter(file=row.name).exists() or Encoding.objects.filter(poster=row.name).exists()
        if not used:
            public_store().delete(row.name)
            forget_hashes([row.name])
        row.delete()


def _forget_broken_uploads() -> None:
    """Remove what a web process that died left of an upload; only Django's own files, only after a day."""
    oldest = time.time() - HALF_WRITTEN_KEPT_S
    for path in Path(settings.FILE_UPLOAD_TEMP_DIR).glob("*.upload*"):
        with suppress(FileNotFoundError):
            if path.is_file() and path.stat().st_mtime < oldest:
                path.unlink()
