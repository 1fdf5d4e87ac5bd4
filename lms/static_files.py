"""Static files: hashed names, compressed once by `collectstatic`, kept by browsers for good."""

from collections.abc import Iterable, Iterator

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage


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
