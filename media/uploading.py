"""Taking a clip in: looked at by name and first bytes, hashed, laid down as a private original under our own name."""

import hashlib
import shutil
import uuid
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.db import transaction

from core.clock import now
from core.templatetags.formats import ukuran
from media.errors import DiskFull, FileEmpty, FileTooBig, NotVideo
from media.models import Source
from media.pipeline import formats
from media.storages import private_storage

CHUNK_BYTES = 1024 * 1024


def check_upload(file: File) -> None:
    """Refuse at once what the worker would refuse later; raises a UserFault, or DiskFull."""
    if file.size > settings.MEDIA_MAX_UPLOAD_BYTES:
        raise FileTooBig(limit=ukuran(settings.MEDIA_MAX_UPLOAD_BYTES))
    if not file.size:
        raise FileEmpty
    if Path(file.name or "").suffix.lower() not in formats.EXTENSIONS:
        raise NotVideo
    file.seek(0)
    head = file.read(formats.SNIFF_BYTES)
    file.seek(0)
    if not formats.looks_like_video(head):
        raise NotVideo
    check_disk(0)


def check_disk(coming_bytes: int) -> None:
    """Raise DiskFull when `coming_bytes` more would eat into the reserve."""
    root = Path(settings.FILE_UPLOAD_TEMP_DIR)
    root.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(root).free < coming_bytes + settings.MEDIA_MIN_FREE_BYTES:
        raise DiskFull


def save_upload(file: File, *, title: str, owner: Any, is_demo: bool = False) -> Source:
    """Keep `file` as a new source that waits for the worker. Check it first; queue it after.

    An upload that Django has already spooled to disk is renamed, not copied.
    """
    sha256, size_bytes = _measure(file)
    name = private_storage().save(f"video/{uuid.uuid4().hex}", file)
    try:
        with transaction.atomic():
            return Source.objects.create(
                title=title.strip(),
                owner=owner,
                original=name,
                sha256=sha256,
                size_bytes=size_bytes,
                is_demo=is_demo,
                queued_at=now(),
            )
    except BaseException:
        private_storage().delete(name)
        raise


def _measure(file: File) -> tuple[str, int]:
    """Return the sha256 and the size in bytes; leaves the file at its start."""
    digest, size_bytes = hashlib.sha256(), 0
    file.seek(0)
    for chunk in file.chunks(CHUNK_BYTES):
        digest.update(chunk)
        size_bytes += len(chunk)
    file.seek(0)
    return digest.hexdigest(), size_bytes
