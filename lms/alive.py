"""Signs of life of workers and beat, for the health checks of their containers: a file touched while all is well.

A worker touches it with each of its heartbeats, which stop when it hangs or has lost the broker; beat with each task
that it rang for. Looking at a file costs nothing, where asking a worker would load the product twice a minute.
"""

import tempfile
from pathlib import Path

from celery.signals import after_task_publish, beat_init, heartbeat_sent

SIGN = Path(tempfile.gettempdir()) / "ikm-alive"


def touch(**_: object) -> None:
    """Leave the sign of life."""
    SIGN.touch()


def watch() -> None:
    """Have the worker or beat of this process leave signs of life."""
    heartbeat_sent.connect(touch)
    beat_init.connect(_watch_beat)


def _watch_beat(**_: object) -> None:
    after_task_publish.connect(touch)
