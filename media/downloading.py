"""A choice as a file that other programs open: WhatsApp, VLC, an old television.

What we publish is written in fragments, which starts fast here and is unknown elsewhere. The usual form is made from it
without encoding anew, when somebody first asks, and kept for a while under the name of its content.
"""

import logging
import time
from pathlib import PurePosixPath

from core.errors import IkmError
from core.store import private_store
from media.pipeline.join import make_download
from media.pipeline.workspace import Workspace
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


def downloadable(name: str, *, heavy_bytes: int = HEAVY_BYTES) -> str:
    """Return the private name of a published file's usual form, made if need be; empty where that is too much or fails.

    Then the file itself goes out; it may not be there at all.
    """
    size, folder, made = results().size(name), downloads(), PurePosixPath(name).name
    if not 0 < size <= heavy_bytes:
        return ""
    try:
        folder.check_room(size)
        with folder.writing([made]) as aside:  # touches what is there: asked for lately
            if aside:  # two at once make it twice; the name gets one whole file either way
                make_download(results().local(name), aside[made])
    except (IkmError, OSError) as error:
        log.warning("download of %s not made: %s", made, getattr(error, "code", type(error).__name__))
        return ""
    return folder.name(made)


def downloads() -> Workspace:
    """Return the private folder of what has been made for downloads."""
    return Workspace(private_store(), FOLDER, reserve_bytes=results().reserve_bytes)


def sweep_downloads() -> int:
    """Delete what nobody has asked for lately; return how many."""
    limit = time.time() - KEPT_S
    old = [one for one in private_store().listed(FOLDER) if one.modified_s < limit]
    for one in old:
        private_store().delete(one.name)
    downloads().sweep_aside(older_than_s=KEPT_S)
    return len(old)
