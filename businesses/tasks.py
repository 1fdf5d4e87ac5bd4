"""Celery's face of the room."""

from celery import shared_task

from businesses.field.photos import forget_old_photos
from businesses.importing.applying import run_import
from businesses.importing.queueing import claim_import, free_imports
from businesses.reviewing_status import review_statuses
from businesses.sizing import size_businesses


@shared_task(name="businesses.review")
def review() -> None:
    """Bring every status and every size to what the rules say today; forget photos that were kept long enough."""
    review_statuses()
    size_businesses()
    forget_old_photos()


@shared_task(name="businesses.take_import")
def take_import(pk: int) -> None:
    """Take the rows of one import, unless another worker does."""
    if claim_import(pk):
        run_import(pk)


@shared_task(name="businesses.sweep_imports")
def sweep_imports() -> None:
    """Ring again for imports whose bell or worker was lost."""
    for pk in free_imports():
        take_import.delay(pk)
