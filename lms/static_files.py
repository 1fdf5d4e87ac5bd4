"""Static files: hashed names, compressed once by `collectstatic`, kept by browsers for good."""

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
