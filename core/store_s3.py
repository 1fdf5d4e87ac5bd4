"""The store in an S3-compatible service: whole objects by themselves, "put if absent" in place of rename."""

import functools
import hashlib
import os
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from botocore.exceptions import ClientError

from core.file_types import type_of
from core.growing import Growing, sweep_growing
from core.s3_client import status_of, store_told
from core.scratch import Scratch
from core.store import CHUNK_BYTES, Found

ONE_PUT_BYTES = 64 * 1024 * 1024  # above this in parts
SIGNED_S = 60
YOUNG_S = 3600  # so lately written that nobody who deletes by age is near
MARK = "put"  # metadata of an object: by which call it came
EXISTS, CONFLICT, UNKNOWN = 412, 409, 501


class S3Store:
    """A bucket. `public_url` is where anybody reads it; `signer` makes signed addresses that browsers can reach."""

    is_local, accel_prefix = False, ""

    def __init__(
        self, client: Any, bucket: str, scratch: Scratch, *, public_url: str = "", signer: Any = None, cache: str = ""
    ) -> None:
        self.client, self.bucket, self.scratch = client, bucket, scratch
        self.public_url, self.signer, self.cache = public_url, signer, cache

    def find(self, name: str) -> Found | None:
        """See Store."""
        try:
            with store_told(name):
                head = self.client.head_object(Bucket=self.bucket, Key=name)
        except FileNotFoundError:
            return None
        return Found(name, head["ContentLength"], int(head["LastModified"].timestamp() * 1e9))

    def listed(self, prefix: str) -> Iterator[Found]:
        """See Store."""
        with store_told(prefix):
            pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=f"{prefix}/")
            for one in (one for page in pages for one in page.get("Contents", ())):
                yield Found(one["Key"], one["Size"], int(one["LastModified"].timestamp() * 1e9))

    def read(self, name: str, first: int, last: int) -> Iterator[bytes]:
        """See Store."""
        if last < first:
            return
        with store_told(name):
            body = self.client.get_object(Bucket=self.bucket, Key=name, Range=f"bytes={first}-{last}")["Body"]
            try:
                yield from body.iter_chunks(CHUNK_BYTES)
            finally:
                body.close()

    def sha256(self, name: str) -> str:
        """See Store. Read back from the service: the hash of what it keeps, not of what we meant to send."""
        digest = hashlib.sha256()
        with store_told(name):
            for chunk in self.client.get_object(Bucket=self.bucket, Key=name)["Body"].iter_chunks(CHUNK_BYTES * 16):
                digest.update(chunk)
        return digest.hexdigest()

    def local(self, name: str) -> Path:
        """See Store: a copy, fetched once and kept as long as it is used and there is room."""
        found = self.find(name)
        if not found:
            raise FileNotFoundError(name)
        kept = self.scratch.find(name, found.size_bytes)
        return kept or self.scratch.fill(name, found.size_bytes, functools.partial(self._fetch, name))

    def folder(self, prefix: str) -> Path:
        """See Store: where copies lie."""
        return self.scratch.path(prefix)

    def keep(self, name: str, content: bytes) -> None:
        """See Store."""
        self.put_new(name, content)

    def put_new(self, name: str, content: Any) -> bool:
        """Put bytes or an open file under `name`; say whether nothing was there. Of two at once one is first.

        The client sends again what got no answer; a mark tells what we put ourselves from what another put before.
        """
        mark = uuid.uuid4().hex
        values = {"Bucket": self.bucket, "Key": name, "Body": content, **self._described(name)}
        with store_told(name):
            try:
                self.client.put_object(**values, IfNoneMatch="*", Metadata={MARK: mark})
            except ClientError as error:
                if status_of(error) == EXISTS or (status_of(error) == CONFLICT and self.find(name)):
                    return self._is_marked(name, mark)
                if status_of(error) != UNKNOWN:
                    raise
                return self._put_unconditionally(name, values)
        return True

    def settle(self, path: Path, name: str) -> None:
        """See Store. A file from our own folder of copies becomes the copy; any other stays for who made it."""
        if path.stat().st_size <= ONE_PUT_BYTES:
            with path.open("rb") as file:
                self.put_new(name, file)
        elif not self.find(name):
            with store_told(name):
                self.client.upload_file(str(path), self.bucket, name, ExtraArgs=self._described(name))
        if path.is_relative_to(self.scratch.root):
            self.scratch.adopt(path, name)

    def take_back(self, name: str, path: Path) -> None:
        """See Store."""
        if path.exists():
            self.delete(name)

    def touch(self, name: str) -> None:
        """See Store: copied onto itself, which the service does without sending it anywhere."""
        found = self.find(name)
        if found and found.modified_s < time.time() - YOUNG_S:
            source = {"Bucket": self.bucket, "Key": name}
            with store_told(name):
                values = {**source, "CopySource": source, "MetadataDirective": "REPLACE"}
                self.client.copy_object(**values, **self._described(name))

    def delete(self, name: str) -> None:
        """See Store."""
        self.scratch.path(name).unlink(missing_ok=True)
        with store_told(name):
            self.client.delete_object(Bucket=self.bucket, Key=name)

    def delete_below(self, prefix: str) -> None:
        """See Store."""
        for one in self.listed(prefix):
            self.delete(one.name)

    def growing(self, name: str) -> Growing:
        """See Store."""
        return Growing(self, name)

    def sweep_growing(self, known: set[str], *, older_than_s: float) -> None:
        """See Store."""
        sweep_growing(self, known, older_than_s=older_than_s)

    def address(self, name: str, *, content_type: str, save_as: str) -> str:
        """See Store."""
        if self.public_url:
            return f"{self.public_url}/{quote(name)}"
        if not self.signer:
            return ""
        values = {"Bucket": self.bucket, "Key": name, "ResponseContentType": content_type}
        values["ResponseCacheControl"] = "private, no-store"
        if save_as:
            values["ResponseContentDisposition"] = f"attachment; filename*=UTF-8''{quote(save_as)}"
        return str(self.signer.generate_presigned_url("get_object", Params=values, ExpiresIn=SIGNED_S))

    def bucket_urls(self) -> list[str]:
        """Return where the bucket lies, for us and for browsers."""
        return [f"{one.meta.endpoint_url}/{self.bucket}" for one in (self.client, self.signer) if one]

    def _is_marked(self, name: str, mark: str) -> bool:
        """Say whether what stands under `name` was put with this mark."""
        return bool(self.client.head_object(Bucket=self.bucket, Key=name)["Metadata"].get(MARK) == mark)

    def _put_unconditionally(self, name: str, values: dict[str, Any]) -> bool:
        """For a service that knows no conditions: what is there is looked for first. Same name, same content."""
        if self.find(name):
            return False
        if hasattr(values["Body"], "seek"):
            values["Body"].seek(0, os.SEEK_SET)
        self.client.put_object(**values)
        return True

    def _fetch(self, name: str, path: Path) -> None:
        with store_told(name):
            self.client.download_file(self.bucket, name, str(path))

    def _described(self, name: str) -> dict[str, str]:
        """Return the headers that the service sends with the file to those who fetch it there."""
        return {"ContentType": type_of(name)} | ({"CacheControl": self.cache} if self.cache else {})
