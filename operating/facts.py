"""Asks every part how it stands. A part that does not answer is told as None: whoever watches must see the others."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import redis
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError

from certificates.public import certificate_backlog
from core.backlog import Backlog
from core.beat import KEY, seconds_since_sign
from core.clock import now
from media.public import silent_pieces, video_backlog
from messaging.public import outbox_backlog
from operating.models import BackupRun, BackupState

T = TypeVar("T")
QUEUES = ("codes", "credentials", "default", "issue", "video")
BACKLOGS: dict[str, Callable[[], Backlog]] = {
    "outbox": outbox_backlog,
    "video": video_backlog,
    "certificates": certificate_backlog,
}


@dataclass(frozen=True)
class Disk:
    """Room where this host writes, in bytes."""

    free_bytes: int
    size_bytes: int


def ask(part: Callable[[], T]) -> T | None:
    """Return what a part says, None where it is away."""
    try:
        return part()
    except (DatabaseError, redis.RedisError, OSError):
        return None


def backlogs() -> dict[str, Backlog | None]:
    """Return the work that waits, by kind; it is told by rows, whatever the broker is."""
    return {name: ask(backlog) for name, backlog in BACKLOGS.items()}


def bells() -> dict[str, int] | None:
    """Return how many messages wait in each queue of a Redis broker; None for another broker or one that is away."""
    if not settings.CELERY_BROKER_URL.startswith(("redis://", "rediss://")):
        return None
    return ask(_bells)


def _bells() -> dict[str, int]:
    client = redis.Redis.from_url(settings.CELERY_BROKER_URL, socket_connect_timeout=1, socket_timeout=1)
    try:
        return {queue: int(client.llen(queue)) for queue in QUEUES}
    finally:
        client.close()


def disk() -> Disk | None:
    """Return the room on the disk of IKM_VAR."""
    return ask(lambda: Disk(shutil.disk_usage(settings.VAR_DIR).free, shutil.disk_usage(settings.VAR_DIR).total))


def last_backup() -> BackupRun | None:
    """Return the newest backup that is whole."""
    return ask(lambda: BackupRun.objects.filter(state=BackupState.DONE).first())


def backup_age_s() -> float | None:
    """Return how old the newest whole backup is."""
    last = last_backup()
    return (now() - last.started_at).total_seconds() if last else None


def failed_since_backup() -> BackupRun | None:
    """Return the newest backup if it failed."""
    newest = ask(lambda: BackupRun.objects.first())
    return newest if newest and newest.state == BackupState.FAILED else None


def beat_age_s() -> float | None:
    """Return how long ago a worker last answered beat."""
    return seconds_since_sign()


def is_sign_readable() -> bool:
    """Say whether the place where workers leave their sign answers."""
    return ask(lambda: cache.get(KEY, "")) is not None


def silent_videos() -> int | None:
    """Return the pieces whose worker has gone silent for good: the sweep should have freed them long ago."""
    return ask(lambda: silent_pieces(10 * settings.MEDIA_STALE_S))
