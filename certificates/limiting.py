"""Limits how fast one network address may ask for codes, so that nobody finds one by trying."""

import logging
import time
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.crypto import salted_hmac
from redis.exceptions import RedisError

from certificates.errors import TooManyChecks

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limit:
    """At most `count` in `seconds`, counted in fixed windows."""

    name: str
    count: int
    seconds: int


# Whole villages share one address of their mobile network, so known codes have much room and only misses are few.
CHECKS = Limit("checks", 60, 60)
MISSES = Limit("misses", 20, 600)
# Of all addresses together: with 13,000 certificates among 2^50 codes, a year of this finds one with odds of 1 in 800.
TOTAL_MISSES = Limit("total-misses", 2000, 600)
EVERYBODY = "everybody"


def count_check(address: str) -> None:
    """Count one check from `address`; raises TooManyChecks when it has had enough of them."""
    if _used(CHECKS, address) > CHECKS.count:
        raise TooManyChecks(minutes=_minutes_left(CHECKS))


def check_total() -> None:
    """Raise TooManyChecks while too many typed codes were wrong, whoever typed them: they are short enough to guess.

    The long code of the QR is never held up.
    """
    if _used(TOTAL_MISSES, EVERYBODY, count=0) >= TOTAL_MISSES.count:
        raise TooManyChecks(minutes=_minutes_left(TOTAL_MISSES))


def count_miss(address: str, *, is_typed: bool) -> None:
    """Count a code that does not exist; raises TooManyChecks after enough of them from one address.

    What exists is shown all the same: nobody's guesses may hide a neighbour's genuine certificate.
    """
    if is_typed:
        _used(TOTAL_MISSES, EVERYBODY)
    if _used(MISSES, address) > MISSES.count:
        raise TooManyChecks(minutes=_minutes_left(MISSES))


def _used(limit: Limit, address: str, count: int = 1) -> int:
    """Return how much of the present window is used up, this time (`count`) included; nothing when the cache is down.

    A stranger who holds a certificate must see that it is genuine even then.
    """
    window = int(time.time()) // limit.seconds
    who = salted_hmac("certificates.limiting", address).hexdigest()[:16]
    key = f"certificates:{limit.name}:{who}:{window}"
    try:
        return _counted(key, count, limit.seconds)
    except (RedisError, ValueError):  # ValueError: the key went away between the two calls
        logger.warning("checks are not limited: the cache does not answer")
        return 0


def _counted(key: str, count: int, seconds: int) -> int:
    """Return the counter with `count` added; it is made where there is none, which is seldom. Raises ValueError."""
    try:
        return cache.incr(key, count)
    except ValueError:
        return count if cache.add(key, count, seconds) else cache.incr(key, count)


def _minutes_left(limit: Limit) -> int:
    """Return whole minutes until the present window ends, at least one."""
    left = limit.seconds - int(time.time()) % limit.seconds
    return max(1, -(-left // 60))
