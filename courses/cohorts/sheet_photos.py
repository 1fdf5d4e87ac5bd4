"""Photos of signed paper lists: kept like those of tasks, larger, because handwriting has to stay legible."""

from functools import partial
from typing import IO, Any

from django.core.files.storage import default_storage
from django.db import transaction

from core.clock import now
from courses.cohorts.locking import locked_cohort
from courses.models import AttendanceSheetPhoto, Meeting
from courses.photos import clean_photo, keep_photo

SHEET_SIDE = 2200
SHEET_FOLDER = "attendance"


def add_sheet_photo(meeting: Meeting, upload: IO[bytes], *, size_bytes: int, by: Any) -> AttendanceSheetPhoto:
    """Keep a photo of the meeting's paper list; the same photo again is one row.

    Raises CohortIsClosed, or a UserFault of `courses.errors` named Photo…
    """
    photo = clean_photo(upload, size_bytes=size_bytes, max_side=SHEET_SIDE, folder=SHEET_FOLDER)
    name = keep_photo(photo)
    values = {"width": photo.width, "height": photo.height, "uploaded_by": by, "uploaded_at": now()}
    with transaction.atomic():
        locked_cohort(meeting.cohort_id)
        row, _ = AttendanceSheetPhoto.objects.get_or_create(meeting=meeting, file=name, defaults=values)
    return row


@transaction.atomic
def remove_sheet_photo(photo: AttendanceSheetPhoto) -> None:
    """Take a photo away, e.g. of the wrong list. Raises CohortIsClosed."""
    locked_cohort(photo.meeting.cohort_id)
    photo.delete()


def forget_sheet_file(name: str) -> None:
    """Remove the file after commit, unless another row still names it."""
    transaction.on_commit(partial(_remove_if_unused, name))


def _remove_if_unused(name: str) -> None:
    if not AttendanceSheetPhoto.objects.filter(file=name).exists():
        default_storage.delete(name)
