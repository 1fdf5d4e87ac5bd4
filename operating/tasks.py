"""Celery's face of the room."""

import contextlib
from pathlib import Path

from celery import shared_task
from django.conf import settings

from operating.backing_up import back_up as make
from operating.errors import BackupRunning


@shared_task(name="operating.back_up")
def back_up() -> None:
    """Make the daily backup; one that is running already is enough."""
    if settings.BACKUP_FOLDER:
        with contextlib.suppress(BackupRunning):
            make(Path(settings.BACKUP_FOLDER), recipients=settings.BACKUP_RECIPIENTS, keep_days=settings.BACKUP_KEEP)
