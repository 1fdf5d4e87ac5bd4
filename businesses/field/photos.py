"""Photos of businesses: read from the queue of a phone, re-encoded, kept privately, forgotten after two years."""

import datetime as dt
from functools import partial
from io import BytesIO
from typing import Any

from django.db import transaction

from businesses.errors import FieldPhotoMissing, FieldPhotosWait, FieldRowWrong
from businesses.models import BusinessPhoto, FieldRecord
from core.clock import now
from core.photos import CleanPhoto, clean_photo
from core.store import private_store
from sync.extensions import Event
from sync.public import read_file

FOLDER = "usaha"
MOST_PHOTOS = 3
KEPT = dt.timedelta(days=730)  # privacy.md: uploaded photos 2 years


def read_photos(event: Event) -> list[CleanPhoto]:
    """Return the event's photos, re-encoded, before any transaction. Raises a UserFault about them."""
    if len(event.files) > MOST_PHOTOS:
        raise FieldRowWrong(faults=f"Paling banyak {MOST_PHOTOS} foto.")
    found = [read_file(event.person, name) for name in event.files]
    if None in found:
        raise FieldPhotoMissing
    return [clean_photo(BytesIO(data), size_bytes=len(data), folder=FOLDER) for data in found if data]


def keep_photos(record: FieldRecord, photos: list[CleanPhoto], *, taken_at: dt.datetime) -> None:
    """Make `photos` those of the record, and of its business if it has one. Raises FieldPhotosWait."""
    record.photos.all().delete()
    try:
        for photo in photos:
            private_store().keep(photo.name, photo.data)
    except OSError as error:
        raise FieldPhotosWait from error
    BusinessPhoto.objects.bulk_create(
        BusinessPhoto(
            business=record.business, record=record, file=photo.name, size_bytes=len(photo.data), taken_at=taken_at
        )
        for photo in photos
    )


def forget_file(photo: Any) -> None:
    """Remove the file of a photo whose row is gone, after commit, unless another row still names it."""
    transaction.on_commit(partial(_remove_if_unused, photo.file))


def forget_old_photos() -> int:
    """Forget photos older than the office may keep them; return how many."""
    return len([photo.delete() for photo in BusinessPhoto.objects.filter(taken_at__lt=now() - KEPT)])


def _remove_if_unused(name: str) -> None:
    if not BusinessPhoto.objects.filter(file=name).exists():
        private_store().delete(name)
