"""A file that arrives in an object store piece by piece, from whichever web process the next piece comes to.

Full parts go into a multipart upload: part n holds exactly the n-th PART_BYTES of the file, so that two writers of the
same part write the same bytes. What is less than a part, the tail, lies in small objects named by where they begin,
each put only if absent: of two writers who add at the same place one is first, and the other is told by
FileExistsError. The service's lists say how much is here; a process keeps nothing but what came in the last moments.
"""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from core.s3_client import store_told
from core.store import Found, StoreAway

if TYPE_CHECKING:
    from core.store_s3 import S3Store

PART_BYTES = 5 * 1024 * 1024  # the least that S3 takes for any part but the last
FLUSH_BYTES, FLUSH_S = 256 * 1024, 2.0  # what a process that dies can lose of a slow line's bytes: so much or so long
TAILS = "unggahan"  # folder of tails

Part = dict[str, Any]


class GrowingFile:
    """One open file of a Growing. `end` counts what came, also what is not yet kept."""

    def __init__(self, place: "Growing", upload_id: str) -> None:
        self.place, self.upload_id = place, upload_id
        parts, self.tail = place.state(upload_id)
        self.end = len(parts) * PART_BYTES + sum(one.size_bytes for one in self.tail)
        self.buffer, self.first = bytearray(), b""
        self.flushed_at = time.monotonic()

    def length(self) -> int:
        """Return how many bytes are here."""
        return self.end

    def append(self, block: bytes) -> None:
        """Add `block`; raises FileExistsError when another writer has gone on meanwhile, StoreAway."""
        left = memoryview(block)
        while left:
            taken = left[: PART_BYTES - self.end % PART_BYTES]
            self.buffer += taken
            self.end += len(taken)
            left = left[len(taken) :]
            if self.end % PART_BYTES == 0:
                self._close_part()
        is_due = len(self.buffer) >= FLUSH_BYTES and time.monotonic() - self.flushed_at >= FLUSH_S
        if is_due:
            self.sync()

    def head(self, size: int) -> bytes:
        """Return the first bytes; for whoever opened it before its first part was full."""
        return (self.first or self._open_part())[:size]

    def sync(self) -> int:
        """Keep everything and return how many bytes that is; raises FileExistsError, StoreAway."""
        if self.buffer:
            start = self.end - len(self.buffer)
            content = self._drop_buffer()
            name = f"{self.place.tail}/{start:015d}"
            if not self.place.store.put_new(name, content):
                raise FileExistsError(name)
            self.tail.append(Found(name, len(content), 0))
            self.end += len(content)
        self.flushed_at = time.monotonic()
        return self.end

    def _close_part(self) -> None:
        try:
            content = self._open_part()
        except FileNotFoundError as error:  # another writer has closed it
            self._drop_buffer()
            raise FileExistsError(self.place.name) from error
        end = self.end
        if end == PART_BYTES:
            self.first = content
        self._drop_buffer()  # should the store be away, nothing counts that is not kept
        self.place.put_part(self.upload_id, end // PART_BYTES, content)
        self.place.delete_all(self.tail)
        self.tail, self.end, self.flushed_at = [], end, time.monotonic()

    def _open_part(self) -> bytes:
        return b"".join((*self.place.contents(self.tail), bytes(self.buffer)))

    def _drop_buffer(self) -> bytes:
        content = bytes(self.buffer)
        self.end -= len(content)
        self.buffer.clear()
        return content


class Growing:
    """A file to be called `name` in the end."""

    def __init__(self, store: "S3Store", name: str) -> None:
        self.store, self.name = store, name
        self.tail = f"{TAILS}/{name.rpartition('/')[2]}"
        self.key = {"Bucket": store.bucket, "Key": name}

    def begin(self) -> None:
        """Make room for its bytes."""
        with store_told(self.name):
            self.store.client.create_multipart_upload(**self.key)

    def is_begun(self) -> bool:
        """Say whether bytes can be added."""
        return bool(self._upload_id())

    @contextmanager
    def opened(self) -> Iterator[GrowingFile]:
        """Open it for adding; raises FileNotFoundError where it was not begun, or is whole."""
        upload_id = self._upload_id()
        if not upload_id:
            raise FileNotFoundError(self.name)
        yield GrowingFile(self, upload_id)

    def complete(self, size_bytes: int) -> None:
        """Make it the object `name`, if nobody has; raises StoreAway unless all its bytes are here."""
        upload_id = self._upload_id()
        if not upload_id:
            return
        with suppress(FileNotFoundError):  # another was faster
            parts, tail = self.state(upload_id)
            if len(parts) * PART_BYTES + sum(one.size_bytes for one in tail) != size_bytes:
                raise StoreAway("the parts are not the whole")
            if tail:
                self.put_part(upload_id, len(parts) + 1, b"".join(self.contents(tail)))
            self._join(upload_id, len(parts) + bool(tail))
        self.store.delete_below(self.tail)

    def drop(self) -> None:
        """Forget what has come, unless it is whole already."""
        for upload_id in self._upload_ids():
            with suppress(FileNotFoundError), store_told(self.name):
                self.store.client.abort_multipart_upload(**self.key, UploadId=upload_id)
        self.store.delete_below(self.tail)

    def state(self, upload_id: str) -> tuple[list[Part], list[Found]]:
        """Return the full parts, and those tail objects that go on from there without a gap."""
        parts = [one for one in self._parts(upload_id) if one["Size"] == PART_BYTES]
        parts = [one for number, one in enumerate(parts, start=1) if one["PartNumber"] == number]
        end, tail = len(parts) * PART_BYTES, []
        for one in sorted(self.store.listed(self.tail), key=lambda found: found.name):
            if int(one.name.rpartition("/")[2]) == end:
                tail.append(one)
                end += one.size_bytes
        return parts, tail

    def put_part(self, upload_id: str, number: int, content: bytes) -> None:
        """Keep a part; the same again changes nothing."""
        with store_told(self.name):
            self.store.client.upload_part(**self.key, UploadId=upload_id, PartNumber=number, Body=content)

    def contents(self, tail: Iterable[Found]) -> Iterator[bytes]:
        """Yield what is in tail objects; raises FileNotFoundError."""
        for one in tail:
            yield from self.store.read(one.name, 0, one.size_bytes - 1)

    def delete_all(self, tail: Iterable[Found]) -> None:
        """Delete tail objects."""
        for one in tail:
            self.store.delete(one.name)

    def _join(self, upload_id: str, count: int) -> None:
        listed = self._parts(upload_id)[:count]
        parts = [{"PartNumber": one["PartNumber"], "ETag": one["ETag"]} for one in listed]
        with store_told(self.name):
            self.store.client.complete_multipart_upload(
                **self.key, UploadId=upload_id, MultipartUpload={"Parts": parts}
            )

    def _upload_id(self) -> str:
        return next(iter(self._upload_ids()), "")

    def _upload_ids(self) -> list[str]:
        """Return the uploads under way for this name, the first one first; one is all there should be."""
        with store_told(self.name):
            answer = self.store.client.list_multipart_uploads(Bucket=self.store.bucket, Prefix=self.name)
        found = [one for one in answer.get("Uploads", ()) if one["Key"] == self.name]
        return [one["UploadId"] for one in sorted(found, key=lambda one: (one["Initiated"], one["UploadId"]))]

    def _parts(self, upload_id: str) -> list[Part]:
        with store_told(self.name):
            pages = self.store.client.get_paginator("list_parts").paginate(**self.key, UploadId=upload_id)
            return [one for page in pages for one in page.get("Parts", ())]


def sweep_growing(store: "S3Store", known: set[str], *, older_than_s: float) -> int:
    """Forget files that began long ago and are none of the names in `known`; return how many."""
    limit = time.time() - older_than_s
    with store_told(store.bucket):
        pages = store.client.get_paginator("list_multipart_uploads").paginate(Bucket=store.bucket)
        begun = [one for page in pages for one in page.get("Uploads", ())]
    old = {one["Key"] for one in begun if one["Initiated"].timestamp() < limit} - known
    tails = {one.name.rpartition("/")[0] for one in store.listed(TAILS) if one.modified_s < limit}
    for name in old:
        Growing(store, name).drop()
    for tail in tails - {Growing(store, name).tail for name in known}:
        store.delete_below(tail)
    return len(old)
