"""Finished pages and parts of them, kept in Redis and shared by all processes. Nothing of one reader goes in here.

What is kept can always be made again: where Redis is away, pages are made for each request, and a page is not held up.
"""

import logging
import time
from collections.abc import Callable
from typing import Any, TypeVar, cast

import redis
from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache

logger = logging.getLogger(__name__)

KEPT_S = 3600
PAUSE_S = 10  # without another try, after Redis did not answer: each would cost a request its time-out
T = TypeVar("T")


class PatientRedisCache(RedisCache):
    """Django's Redis cache that answers "not there" while Redis is away. Never for what must not be forgotten."""

    away_until = 0.0  # of the whole process: each thread has an instance of its own

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """Return what is kept, or `default`."""
        return self._try(lambda: super(PatientRedisCache, self).get(key, default, version), default)

    def set(self, key: Any, value: Any, timeout: Any = KEPT_S, version: int | None = None) -> None:
        """Keep `value`, or don't."""
        self._try(lambda: super(PatientRedisCache, self).set(key, value, timeout, version), None)

    def _try(self, act: Callable[[], Any], otherwise: Any) -> Any:
        if time.monotonic() < self.away_until:
            return otherwise
        try:
            return act()
        except redis.RedisError as error:
            PatientRedisCache.away_until = time.monotonic() + PAUSE_S
            logger.warning("no Redis for finished pages, asked again in %s s: %s", PAUSE_S, type(error).__name__)
            return otherwise


def kept(key: str, version: str, make: Callable[[], T]) -> T:
    """Return what is kept under `key` for this version of the content; made and kept where it is not there."""
    if not version:
        return make()
    pages = caches["pages"]
    full = f"{key}:{version}"
    found = pages.get(full)
    if found is None:
        found = make()
        pages.set(full, found, KEPT_S)
    return cast(T, found)
