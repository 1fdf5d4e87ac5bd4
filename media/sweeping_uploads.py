"""Uploads that nobody comes back for: what is complete becomes a video, what is too old goes."""

import logging
import time
from contextlib import suppress

from core.clock import now
from core.errors import IkmError
from core.store import private_store
from media.errors import UploadGone
from media.models import Upload
from media.resuming import arrived, drop, finish, folder, has_bytes, is_kept, open_uploads
from media.uploading import kept_name

STRAY_KEPT_S = 24 * 3600
log = logging.getLogger(__name__)


def sweep_uploads() -> int:
    """Finish what was complete when a server died, drop what is too old, and return how many videos were made."""
    for upload in Upload.objects.filter(expires_at__lt=now()):
        with suppress(UploadGone):
            drop(upload)
    _drop_strays()
    return sum(_finish_stranded(upload) for upload in open_uploads().exclude(title=""))


def forget_strays() -> None:
    """Let go of what grows in an object store and has no row any more, a day later."""
    known = {kept_name(one) for one in open_uploads()}
    private_store().sweep_growing(known, older_than_s=STRAY_KEPT_S)


def _finish_stranded(upload: Upload) -> bool:
    """Make the video of a complete upload that nobody asks for any more; say whether there was one to make.

    One that can't be read mustn't keep the others waiting, nor the rest of the sweep.
    """
    try:
        if not has_bytes(upload) or (not is_kept(upload) and arrived(upload) < upload.size_bytes):
            return False
        finish(upload)
    except (IkmError, OSError):
        log.exception("upload %s can't be finished", upload.pk)
        return False
    return True


def _drop_strays() -> None:
    """Remove files whose row went away while they were being written, a day later."""
    rows = {pk.hex for pk in open_uploads().values_list("pk", flat=True)}
    for path in folder().glob("*"):
        with suppress(FileNotFoundError):
            if path.stem not in rows and path.stat().st_mtime < time.time() - STRAY_KEPT_S:
                path.unlink()
