"""Celery's face of the room."""

from celery import shared_task

from businesses.reviewing_status import review_statuses
from businesses.sizing import size_businesses


@shared_task(name="businesses.review")
def review() -> None:
    """Bring every status and every size to what the rules say today."""
    review_statuses()
    size_businesses()
