"""The sign of life that a worker leaves each time beat rings: read by `/sehat/`, metrics and the status page."""

import time

import redis
from django.core.cache import cache

KEY = "worker-beat"
STALE_SECONDS = 90


def leave_sign() -> None:
    """Say that beat rang, the broker carried it and a worker did it, just now."""
    cache.set(KEY, time.time(), timeout=STALE_SECONDS * 10)


def seconds_since_sign() -> float | None:
    """Return how long ago that was; None where no sign is left or the cache does not answer."""
    try:
        last = cache.get(KEY)
    except redis.RedisError:
        return None
    return None if last is None else max(0.0, time.time() - last)
