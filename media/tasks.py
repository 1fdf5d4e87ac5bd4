"""The Celery face of the room: ids in, acts called. `video` is the queue of long work, the sweep runs on `default`."""

from typing import Any

from celery import shared_task
from django.db import transaction

from media import processing, sweeping
from media.claiming import Work


@shared_task(name="media.process_source")
def process_source(source_id: int) -> None:
    """Look at an upload, then ask for its renditions."""
    ring(processing.process_source(source_id))


@shared_task(name="media.encode_rendition")
def encode_rendition(rendition_id: int) -> None:
    """Make one rendition."""
    processing.encode_rendition(rendition_id)


@shared_task(name="media.sweep", queue="default")
def sweep() -> None:
    """Requeue what was lost."""
    ring(sweeping.sweep())


def ring(work: Work) -> None:
    """Ring for `work` after commit. Robust: without a broker the request goes on, the sweep rings later."""
    for source_id in work.source_ids:
        _ring_after_commit(process_source, source_id)
    for rendition_id in work.rendition_ids:
        _ring_after_commit(encode_rendition, rendition_id)


def _ring_after_commit(task: Any, row_id: int) -> None:
    # A lambda, because Django can't name a failing `partial` in its log and raises instead.
    transaction.on_commit(lambda: task.delay(row_id), robust=True)


def ring_source(source_id: int) -> None:
    """Send the message for a new upload."""
    ring(Work(source_ids=[source_id]))
