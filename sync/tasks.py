"""What beat does for phones."""

from celery import shared_task

from sync.keeping import sweep_files


@shared_task(name="sync.sweep")
def sweep() -> None:
    """Forget photos that no event came for."""
    sweep_files()
