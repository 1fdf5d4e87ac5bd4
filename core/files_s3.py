"""Where files lie when they lie in an object store: Django's storages, each with the store that our own code uses."""

from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.files.base import File
from storages.backends.s3 import S3Storage

from core.s3_client import client_config, s3_client
from core.scratch import Scratch
from core.store_s3 import S3Store


class Bucket(S3Storage):
    """A bucket; `address` is where browsers reach it, `scratch` where copies lie on this machine."""

    def __init__(self, *, address: str, scratch: Path, **options: Any) -> None:
        self.address, self.folder = address, Path(scratch)
        super().__init__(**options, client_config=client_config(), file_overwrite=False)

    @property
    def scratch(self) -> Scratch:
        """Return the folder of copies; the reserve counts for it as for uploads."""
        return Scratch(self.folder, settings.MEDIA_MIN_FREE_BYTES)

    def client_at(self, endpoint: str) -> Any:
        """Return the client with our keys for an address of the service."""
        return s3_client(endpoint, self.region_name, self.access_key, self.secret_key)

    def _save(self, name: str, content: File) -> str:
        """Put the file under `name`, or a like one where somebody was faster."""
        content.seek(0)
        data = content.read()
        while not self.store.put_new(name, data):
            name = self.get_available_name(name)
        return name


class PrivateBucket(Bucket):
    """Originals, task photos, certificates: served by views that check permission, never by an address of their own."""

    @cached_property
    def store(self) -> S3Store:
        """Return the bucket for our own code."""
        signer = self.client_at(self.address) if self.address else None
        return S3Store(self.client_at(self.endpoint_url), self.bucket_name, self.scratch, signer=signer)

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        """Refuse: private files have no address."""
        raise NotImplementedError("private files have no address")


class PublicBucket(Bucket):
    """Pictures and videos as everybody gets them: below `/berkas/`, which may send a browser on to the bucket."""

    @cached_property
    def store(self) -> S3Store:
        """Return the bucket for our own code."""
        client, kept = self.client_at(self.endpoint_url), "public, max-age=31536000, immutable"
        return S3Store(client, self.bucket_name, self.scratch, public_url=self.address, cache=kept)

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        """Return the address on our own site, the same for every place where files may lie."""
        return f"/berkas/{quote(name)}"
