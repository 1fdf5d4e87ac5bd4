"""Where files lie when they lie on this machine: Django's storages, each with the store that our own code uses."""

from functools import cached_property
from pathlib import Path

from django.core.files.storage import FileSystemStorage

from core.store_disk import DiskStore


class PrivateStorage(FileSystemStorage):
    """Originals, task photos, certificates: served by views that check permission, never by an address of their own.

    Says so with NotImplementedError, which Wagtail's document view takes as "stream it" (a storage without `base_url`
    raises ValueError, which it doesn't expect).
    """

    @cached_property
    def store(self) -> DiskStore:
        """Return the same folder for our own code."""
        return DiskStore(Path(self.location), accel_prefix="/_private/")

    def url(self, name: str | None) -> str:
        """Refuse: private files have no address."""
        raise NotImplementedError("private files have no address")


class PublicStorage(FileSystemStorage):
    """Pictures and videos as everybody gets them, below `/berkas/`."""

    @cached_property
    def store(self) -> DiskStore:
        """Return the same folder for our own code."""
        return DiskStore(Path(self.location), accel_prefix="/_public/")
