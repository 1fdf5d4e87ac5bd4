"""Where files lie when they lie on this machine."""

from django.core.files.storage import FileSystemStorage


class PrivateStorage(FileSystemStorage):
    """Originals, task photos, certificates: served by views that check permission, never by an address of their own.

    Says so with NotImplementedError, which Wagtail's document view takes as "stream it" (a storage without `base_url`
    raises ValueError, which it doesn't expect).
    """

    def url(self, name: str | None) -> str:
        """Refuse: private files have no address."""
        raise NotImplementedError("private files have no address")
