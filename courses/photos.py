"""Photos of practice tasks: where they lie, and when their files go."""

from functools import partial
from typing import IO

from django.db import transaction

from core import photos
from core.photos import MAX_BYTES, MAX_SIDE, CleanPhoto
from core.store import private_store
from courses.errors import PhotoNotKept
from courses.models import TaskPhoto

__all__ = ["MAX_BYTES", "MAX_PHOTOS", "CleanPhoto", "clean_photo", "forget_photo", "keep_photo"]

MAX_PHOTOS = 3
FOLDER = "tasks"


def clean_photo(upload: IO[bytes], *, size_bytes: int, max_side: int = MAX_SIDE, folder: str = FOLDER) -> CleanPhoto:
    """Decode an upload and return it re-encoded, as `core.photos` does; `folder`: where it will lie."""
    return photos.clean_photo(upload, size_bytes=size_bytes, folder=folder, max_side=max_side)


def keep_photo(photo: CleanPhoto) -> str:
    """Write the photo to the private store unless it is there already; return its name. Raises PhotoNotKept."""
    try:
        private_store().keep(photo.name, photo.data)
    except OSError as error:
        raise PhotoNotKept from error
    return photo.name


def forget_photo(name: str) -> None:
    """Remove the file after commit, unless another row still names it."""
    transaction.on_commit(partial(_remove_if_unused, name))


def _remove_if_unused(name: str) -> None:
    if not TaskPhoto.objects.filter(file=name).exists():
        private_store().delete(name)
