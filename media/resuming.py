"""Uploads that go on where they stopped: begun, added to, finished once, dropped."""

import datetime as dt
import errno
import fcntl
import itertools
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, QuerySet, Sum

from core.clock import now
from core.store import private_store
from core.templatetags.formats import ukuran
from media.arriving import Arrival, ArrivingFile, Growing
from media.errors import (
    DiskFull,
    FileEmpty,
    FileTooBig,
    NotVideo,
    OffsetWrong,
    QuotaFull,
    TooManyUploads,
    UploadGone,
    UploadTaken,
    UploadUnfinished,
    UploadUnknown,
)
from media.models import Source, Upload
from media.pipeline import formats
from media.uploading import check_disk, kept_name, replace_original, take_in

NAME_LENGTH = 200
READ_OUT_BLOCKS = 64  # of a refused piece, so that the answer reaches a browser that is still sending


def begin(owner: Any, *, name: str, title: str, size_bytes: int) -> Upload:
    """Make room for a file and return its row. Without a title it waits, when complete, for the form that brings one.

    Raises a UserFault that says why not, or DiskFull.
    """
    _check_announced(name, size_bytes)
    with transaction.atomic():
        get_user_model().objects.select_for_update().get(pk=owner.pk)  # two at once can't share the same room
        told = {"owner": owner, "name": plain(name), "title": plain(title), "size_bytes": size_bytes}
        _forget_unheard(told)
        _check_room(owner, size_bytes)
        upload = Upload.objects.create(**told, expires_at=_expiry())
        arrival_of(upload).begin()
    return upload


def find(owner: Any, pk: Any) -> Upload:
    """Return one of the person's uploads; raises UploadUnknown, or UploadGone when it can't go on."""
    try:
        upload = Upload.objects.select_related("source").get(pk=pk, owner=owner)
    except (Upload.DoesNotExist, ValidationError) as error:
        raise UploadUnknown from error
    if upload.reason or upload.expires_at < now() or not (upload.source_id or has_bytes(upload)):
        raise UploadGone
    return upload


def has_bytes(upload: Upload) -> bool:
    """Say whether its bytes are there: where they arrive, or moved by somebody who died before the video was made."""
    return arrival_of(upload).is_begun() or is_kept(upload)


def is_kept(upload: Upload) -> bool:
    """Say whether the file lies among the originals."""
    return private_store().find(kept_name(upload)) is not None


def arrived(upload: Upload) -> int:
    """Return how many bytes are here. The file knows better than the row: a server may have died between the two."""
    if not upload.source_id:
        with suppress(FileNotFoundError), arrival_of(upload).opened() as part:
            if part.length() != upload.offset_bytes:
                _record(upload, part.sync())
    return upload.offset_bytes


def receive(upload: Upload, *, at: int, blocks: Iterable[bytes]) -> int:
    """Append `blocks` from `at` on and return how many bytes are here then; what arrives before a cut is kept.

    Raises OffsetWrong when the file doesn't end at `at`, NotVideo as soon as its first bytes say so, DiskFull.
    """
    try:
        with arrival_of(upload).opened() as part:
            if part.end != at:
                raise OffsetWrong
            try:
                _append_all(upload, part, blocks)
            finally:
                _record(upload, part.sync())
    except NotVideo:
        _refuse(upload, NotVideo.code)
        raise
    except FileNotFoundError as error:
        raise UploadGone from error
    except FileExistsError as error:
        raise OffsetWrong from error
    return upload.offset_bytes


def _append_all(upload: Upload, part: Growing, blocks: Iterable[bytes]) -> None:
    blocks = iter(blocks)
    for block in blocks:
        known = min(part.end, formats.SNIFF_BYTES)
        try:
            part.append(block[: upload.size_bytes - part.end])
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise
            raise DiskFull from error
        is_head_here = part.end >= min(formats.SNIFF_BYTES, upload.size_bytes)
        if (
            known < formats.SNIFF_BYTES
            and is_head_here
            and not formats.looks_like_video(part.head(formats.SNIFF_BYTES))
        ):
            list(itertools.islice(blocks, READ_OUT_BLOCKS))
            raise NotVideo


def finish(upload: Upload, *, title: str = "") -> Source:
    """Make the video of a complete upload, once, however often it is asked for; raises UploadUnfinished. Ring after."""
    with _alone(upload):
        if upload.source:
            return upload.source
        _check_complete(upload)
        title = title or upload.title or upload.name
        arrival_of(upload).complete(upload.size_bytes)
        try:
            upload.source = take_in(part_of(upload), title=title, owner=upload.owner, upload=upload)
        except UploadTaken:
            return _taken_elsewhere(upload)
        return upload.source


def finish_into(upload: Upload, source: Source) -> None:
    """Give `source` the file of a complete upload; asked for twice it is done once. Ring after."""
    with _alone(upload):
        if not upload.source_id:
            _check_complete(upload)
            arrival_of(upload).complete(upload.size_bytes)
            with suppress(UploadTaken):
                replace_original(source, part_of(upload), upload=upload)


def rename(upload: Upload, title: str) -> None:
    """Take over a title that was changed on the way; one that waits for its form keeps none."""
    title = plain(title)
    if title and upload.title and title != upload.title:
        upload.title = title
        upload.save(update_fields=["title"])


def drop(upload: Upload) -> None:
    """Forget an upload and what has arrived of it; a video that was made of it stays. Raises UploadGone."""
    arrival, lock = arrival_of(upload), _lock_of(upload)
    with _alone(upload):
        if not upload.source_id:
            private_store().delete(kept_name(upload))  # moved there by somebody who died before the video was made
        upload.delete()
        arrival.drop()
        lock.unlink(missing_ok=True)


def open_uploads(owner: Any = None) -> QuerySet[Upload]:
    """Return uploads that can go on, of one person or of all."""
    found = Upload.objects.filter(source=None, reason="", expires_at__gte=now())
    return found.filter(owner=owner) if owner else found


def used_bytes(owner: Any) -> int:
    """Return what counts against a person's quota: originals, and the whole size of what is on its way."""
    kept = Source.objects.filter(owner=owner).aggregate(sum=Sum("size_bytes"))["sum"] or 0
    coming = open_uploads(owner).aggregate(sum=Sum("size_bytes"))["sum"] or 0
    return int(kept + coming)


def check_quota(owner: Any, size_bytes: int) -> None:
    """Raise QuotaFull when a file of this size is more than the person has left."""
    left = settings.MEDIA_USER_QUOTA_BYTES - used_bytes(owner)
    if size_bytes > left:
        raise QuotaFull(limit=ukuran(settings.MEDIA_USER_QUOTA_BYTES), left=ukuran(max(0, left)))


def folder() -> Path:
    """Return where parts lie: on the disk of the storages, so that a complete one is renamed."""
    return Path(settings.FILE_UPLOAD_TEMP_DIR) / "unggahan"


def arrival_of(upload: Upload) -> Arrival:
    """Return where its bytes come to lie."""
    growing: Arrival | None = private_store().growing(kept_name(upload))
    return growing or ArrivingFile(part_of(upload))


def part_of(upload: Upload) -> Path:
    """Return the path of its bytes: our own name, never the stranger's."""
    return folder() / upload.pk.hex


def plain(text: str) -> str:
    """Return a stranger's name or title on one line, without what turns text around or hides it."""
    return "".join(one for one in text if one.isprintable()).strip()[:NAME_LENGTH]


def _check_announced(name: str, size_bytes: int) -> None:
    if size_bytes > settings.MEDIA_MAX_UPLOAD_BYTES:
        raise FileTooBig(limit=ukuran(settings.MEDIA_MAX_UPLOAD_BYTES))
    if size_bytes <= 0:
        raise FileEmpty
    if not plain(name).lower().endswith(formats.EXTENSIONS):
        raise NotVideo


def _forget_unheard(told: dict[str, Any]) -> None:
    """Drop rows of the same file of which no byte came: begun before by a request whose answer was lost."""
    for earlier in open_uploads().filter(**told, offset_bytes=0):
        arrival = arrival_of(earlier)
        if not is_kept(earlier) and not arrived(earlier):
            earlier.delete()
            transaction.on_commit(arrival.drop)


def _check_room(owner: Any, size_bytes: int) -> None:
    count = open_uploads(owner).count()
    if count >= settings.MEDIA_OPEN_UPLOADS:
        raise TooManyUploads(count=count)
    check_quota(owner, size_bytes)
    promised = open_uploads().aggregate(sum=Sum(F("size_bytes") - F("offset_bytes")))["sum"] or 0
    check_disk(size_bytes + promised if private_store().is_local else 0)


def _record(upload: Upload, length: int) -> None:
    """Let the row follow the file. Of two writers the slower may set it back; whoever asks next sets it right."""
    upload.offset_bytes, upload.expires_at = min(length, upload.size_bytes), _expiry()
    Upload.objects.filter(pk=upload.pk).update(offset_bytes=upload.offset_bytes, expires_at=upload.expires_at)


def _refuse(upload: Upload, reason: str) -> None:
    Upload.objects.filter(pk=upload.pk).update(reason=reason)
    arrival_of(upload).drop()


def _expiry() -> dt.datetime:
    return now() + dt.timedelta(days=settings.MEDIA_UPLOAD_KEPT_DAYS)


@contextmanager
def _alone(upload: Upload) -> Iterator[None]:
    """One at a time finishes or drops an upload: hashing takes seconds, too long for the lock of a row.

    On this machine; of two machines that finish the same, the first one to write the row has made the video.

    Reads the row anew; raises UploadGone when it is no longer there. The lock file stays until the upload is dropped or
    swept: removed any sooner, one could hold it while another locks a new one of the same name.
    """
    path = _lock_of(upload)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            upload.refresh_from_db()
        except Upload.DoesNotExist as error:
            raise UploadGone from error
        yield


def _lock_of(upload: Upload) -> Path:
    return part_of(upload).with_suffix(".lock")


def _taken_elsewhere(upload: Upload) -> Source:
    """Return the video that another machine made of it; raises UploadGone where it was dropped."""
    found = Upload.objects.select_related("source").filter(pk=upload.pk).first()
    if not (found and found.source):
        raise UploadGone
    return found.source


def _check_complete(upload: Upload) -> None:
    if not has_bytes(upload):
        raise UploadGone
    if not is_kept(upload) and arrived(upload) < upload.size_bytes:
        raise UploadUnfinished
