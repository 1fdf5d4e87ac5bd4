"""Static files: hashed names, compressed once by `collectstatic`, kept by browsers for good."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

OWN_SCRIPTS = "js/"


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


def bare_script(script: bytes) -> bytes:
    """Return a script of ours without the lines that only speak to readers and without indents: a phone pays for both.

    A text of several lines within a script would suffer; ours have none.
    """
    return re.sub(rb"(?m)^[ \t]*(?://.*\n)?", b"", script)
