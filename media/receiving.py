"""Receives upload streams: stops keeping bytes as soon as the file is too big or the disk would fill up.

The rest of the form still arrives, so that the page can be shown again with what was typed and a clear sentence.
"""

import errno
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest

from core.errors import IkmError
from core.templatetags.formats import ukuran
from media.errors import DiskFull, FileTooBig
from media.uploading import check_disk

FORM_ALLOWANCE_BYTES = 1_000_000
VIDEO_PATHS = ("/studio/video/", "/unggah/")  # the video screens with the lesson editor's chooser; the light page
OTHER_MAX_BYTES = 30_000_000  # the largest other form: three photos of a practice task


class CheckedUploadHandler(TemporaryFileUploadHandler):
    """Django's own way of spooling to disk, with a limit and without a crash when the disk is full."""

    received = 0
    limit_bytes = OTHER_MAX_BYTES

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Refuse before the first byte what is announced as too big or finds no room."""
        assert self.request is not None  # noqa: S101  Django always gives one; only the annotation allows None
        self.limit_bytes = _limit_of(self.request)
        announced = int(self.request.META.get("CONTENT_LENGTH") or 0)
        self._check_size(announced - FORM_ALLOWANCE_BYTES)
        try:
            check_disk(announced)
        except DiskFull as error:
            self._refuse(error)
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep one piece."""
        self.received += len(raw_data)
        self._check_size(self.received)
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            self._refuse(DiskFull())

    def _check_size(self, size_bytes: int) -> None:
        if size_bytes > self.limit_bytes:
            self._refuse(FileTooBig(limit=ukuran(self.limit_bytes)))

    def _refuse(self, error: IkmError) -> None:
        self.request.upload_refusal = error  # type: ignore[union-attr]  # read by upload_refusal() below
        raise SkipFile(error.code) from error


def _limit_of(request: HttpRequest) -> int:
    """Only somebody signed in may send a video, and only to where videos go: forms are read before views ask who."""
    if request.path.startswith(VIDEO_PATHS) and request.user.is_authenticated:
        return int(settings.MEDIA_MAX_UPLOAD_BYTES)
    return OTHER_MAX_BYTES


def upload_refusal(request: HttpRequest) -> IkmError | None:
    """Return why a file of this request was not kept, or None. Read `request.POST` first."""
    return getattr(request, "upload_refusal", None)
