"""Static files: hashed names, compressed once by `collectstatic`, kept by browsers for good."""

import json
import os
import re
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

OWN_SCRIPTS = "js/"
KEPT_DAYS = 30  # files of versions before: for pages still open, and web servers that still run the old code


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Falls back to the plain name of a file that was never collected, so that `runserver` and tests need no set-up."""

    manifest_strict = False

    def stored_name(self, name: str) -> str:
        """Return the hashed name of `name`, or `name` itself before `collectstatic`."""
        try:
            return str(super().stored_name(name))
        except ValueError:
            return name

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Compress everything on a server; in embedded mode only our own: Wagtail's take ten seconds of two cores."""
        ours = [path for path in paths if settings.SERVER or not path.startswith("wagtail")]
        yield from super().compress_files(ours)

    def _save(self, name: str, content: Any) -> str:
        if name.startswith(OWN_SCRIPTS) and name.endswith(".js"):
            content = ContentFile(bare_script(b"".join(content.chunks())))
        return str(super()._save(name, content))


def sweep_static() -> int:
    """Delete static files that no version has used for `KEPT_DAYS`; return how many went.

    To be called before `collectstatic`: what the manifest names is in use until now, and is marked so by its time.
    """
    root = Path(settings.STATIC_ROOT)
    for name in _in_use(root):
        for path in (root / f"{name}{ending}" for ending in ("", ".br", ".gz")):
            if path.exists():
                os.utime(path)
    oldest = time.time() - KEPT_DAYS * 24 * 3600
    gone = [path for path in root.rglob("*") if path.is_file() and path.stat().st_mtime < oldest]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def _in_use(root: Path) -> set[str]:
    manifest = root / HashedStorage.manifest_name
    if not manifest.exists():
        return set()
    paths: dict[str, str] = json.loads(manifest.read_text())["paths"]
    return {HashedStorage.manifest_name, *paths, *paths.values()}


def bare_script(script: bytes) -> bytes:
    """Return a script of ours without the lines that only speak to readers and without indents: a phone pays for both.

    A text of several lines within a script would suffer; ours have none.
    """
    return re.sub(rb"(?m)^[ \t]*(?://.*\n)?", b"", script)
