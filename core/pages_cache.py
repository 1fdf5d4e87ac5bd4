"""Finished pages and parts of them, kept in Redis and shared by all processes. Nothing of one reader goes in here.

What is kept can always be made again: where Redis is away, pages are made for each request, and a page is not held up.
"""

import logging
import pickle
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, TypeVar, cast

import redis
from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from django.utils.functional import cached_property

logger = logging.getLogger(__name__)

KEPT_S = 3600
NEAREST = 200  # pages in each process, some 5 KB each
LARGEST = 64_000  # bytes of one of them
WRITTEN = "bytes:"  # before keys of what is kept as bytes: a process of an earlier version would show them as a page
PAUSE_S = 10  # without another try, after Redis did not answer: each would cost a request its time-out
T = TypeVar("T")


class OneClient(RedisCacheClient):
    """Django's client of Redis, made once: a new one for each question takes longer than the question."""

    def get_client(self, key: Any = None, *, write: bool = False) -> redis.Redis:
        """Return the client; there is one server."""
        return self.client

    @cached_property
    def client(self) -> redis.Redis:
        """The client, which hands out connections of its pool to each thread."""
        return cast(redis.Redis, super().get_client())


class QuickRedisCache(RedisCache):
    """Django's Redis cache; each thread keeps its client. A count of a limit asks it eight times."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = OneClient


class PatientRedisCache(QuickRedisCache):
    """The same that answers "not there" while Redis is away. Never for what must not be forgotten."""

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


class Nearest:
    """The pages asked for last, in this process: a key names one content for ever, so none of them can be old."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.pages: OrderedDict[str, Any] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, key: str) -> Any:
        """Return what is there, or None."""
        with self.lock:
            if key in self.pages:
                self.pages.move_to_end(key)
            return self.pages.get(key)

    def set(self, key: str, value: Any, size_bytes: int) -> None:
        """Keep `value` and let go of what nobody asked for longest; a large one is left to Redis."""
        if size_bytes > LARGEST:
            return
        with self.lock:
            self.pages[key] = value
            while len(self.pages) > self.most:
                self.pages.popitem(last=False)


nearest = Nearest(NEAREST)


def find_page(key: str) -> Any:
    """Return what is kept under a key that holds the version of the content; None where nothing is."""
    found = nearest.get(key)
    if found is None:
        written = caches["pages"].get(WRITTEN + key)
        if written is not None:
            found = pickle.loads(written)  # noqa: S301  our own, as all that Django keeps in Redis
            nearest.set(key, found, len(written))
    return found


def keep_page(key: str, value: Any) -> None:
    """Keep what will never be anything else under this key."""
    written = pickle.dumps(value)
    nearest.set(key, value, len(written))
    caches["pages"].set(WRITTEN + key, written, KEPT_S)


def kept(key: str, version: str, make: Callable[[], T]) -> T:
    """Return what is kept under `key` for this version of the content; made and kept where it is not there."""
    if not version or settings.DEBUG:  # whoever works on a template wants to see it
        return make()
    full = f"{key}:{version}"
    found = find_page(full)
    if found is None:
        found = make()
        if found is not None:
            keep_page(full, found)
    return cast(T, found)
