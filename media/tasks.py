"""The Celery face of the room: ids in, acts called. `video` is the queue of long work, the sweep runs on `default`."""

from celery import shared_task

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
    """Send the messages for `work` once the present transaction has committed."""
    for source_id in work.source_ids:
        process_source.delay_on_commit(source_id)  # type: ignore[attr-defined]  # added by Celery for Django
    for rendition_id in work.rendition_ids:
        encode_rendition.delay_on_commit(rendition_id)  # type: ignore[attr-defined]  # added by Celery for Django


def ring_source(source_id: int) -> None:
    """Send the message for a new upload."""
    ring(Work(source_ids=[source_id]))
