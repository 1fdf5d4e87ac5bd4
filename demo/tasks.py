"""Narrated lesson videos, made behind the running demo: one at a time, each then goes an instructor's way."""

import fcntl
from pathlib import Path

from celery import shared_task
from django.conf import settings

from demo.lesson_videos import make_next_video


@shared_task(name="demo.narrate")
def narrate() -> None:
    """Make the first video that is missing, and ring for the next; beat rings too, should a bell be lost."""
    folder = Path(settings.VAR_DIR) / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "narrating.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        made = make_next_video(folder)
    if made:
        narrate.delay()
