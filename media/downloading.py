"""A choice as a file that other programs open: WhatsApp, VLC, an old television.

What we publish is written in fragments, which starts fast here and is unknown elsewhere. The usual form is made from it
without encoding anew, when somebody first asks, and kept for a while under the name of its content.
"""

import logging
import os
import time
from pathlib import Path

from core.errors import IkmError
from media.pipeline.join import make_download
from media.pipeline.workspace import Workspace
from media.storages import private_storage
from media.workplaces import results

FOLDER = "unduhan"
KEPT_S = 7 * 24 * 3600
# Above this a download would wait for the copy: the file goes out as it is, which programs of today can read too.
HEAVY_BYTES = 100_000_000
FORBIDDEN = frozenset('\\/:*?"<>|')  # in names of files, on some system or other
log = logging.getLogger(__name__)


def file_name(title: str, label: str, suffix: str) -> str:
    """Return for instance `Label yang benar (hemat).mp4`; `label` is the choice's, or empty."""
    allowed = "".join(letter if letter.isprintable() and letter not in FORBIDDEN else " " for letter in title)
    words = " ".join(allowed.split())[:100].strip(". ")
    return f"{words or 'Video'}{f' ({label.lower()})' if label else ''}{suffix}"


def downloadable(path: Path, *, heavy_bytes: int = HEAVY_BYTES) -> Path:
    """Return the usual form of a published file, made if need be; the file itself where that is too much or fails."""
    if path.stat().st_size > heavy_bytes:
        return path
    folder = downloads()
    try:
        folder.check_room(path.stat().st_size)
        with folder.writing([path.name]) as aside:
            if aside:  # two at once make it twice; the name gets one whole file either way
                make_download(path, aside[path.name])
    except IkmError as error:
        log.warning("download of %s not made: %s", path.name, error.code)
        return path
    made = folder.path(path.name)
    os.utime(made)
    return made


def downloads() -> Workspace:
    """Return the private folder of what has been made for downloads."""
    return Workspace(Path(private_storage().path(FOLDER)), reserve_bytes=results().reserve_bytes)


def sweep_downloads() -> int:
    """Delete what nobody has asked for lately; return how many."""
    folder, limit = downloads(), time.time() - KEPT_S
    old = [path for path in folder.root.glob("*.m*") if path.is_file() and path.stat().st_mtime < limit]
    for path in old:
        path.unlink(missing_ok=True)
    folder.sweep_aside(older_than_s=KEPT_S)
    return len(old)
