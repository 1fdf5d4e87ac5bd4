"""`/sehat/`: can this installation do its work right now? Read by the demo's starter, monitors and load balancers."""

import shutil
from collections.abc import Callable, Sequence

import redis
from amqp.exceptions import AMQPError
from celery import shared_task
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu import Connection
from kombu.exceptions import OperationalError

from core.beat import STALE_SECONDS, leave_sign, seconds_since_sign

BROKER_AWAY = (OperationalError, redis.RedisError, AMQPError, OSError)
LEAST_FREE_BYTES = 500_000_000


@shared_task(name="lms.beat")
def beat() -> None:
    """Leave a sign of life: beat rang, the broker carried it, a worker did it."""
    leave_sign()


def check_database() -> dict[str, object]:
    """One question to the database."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return {"ok": False}
    return {"ok": True}


def check_broker() -> dict[str, object]:
    """One greeting to the broker, whichever it is, given up after a second."""
    options = (
        {"socket_connect_timeout": 1, "socket_timeout": 1} if settings.CELERY_BROKER_URL.startswith("redis") else {}
    )
    line = Connection(settings.CELERY_BROKER_URL, connect_timeout=1, transport_options=options)
    try:
        line.ensure_connection(max_retries=1, interval_start=0, timeout=1)
        return {"ok": bool(line.default_channel)}  # Redis is asked only here
    except BROKER_AWAY:
        return {"ok": False}
    finally:
        line.release()


def check_worker() -> dict[str, object]:
    """How long ago a worker last answered beat."""
    seconds = seconds_since_sign()
    if seconds is None:
        return {"ok": False, "seconds": None}
    return {"ok": seconds <= STALE_SECONDS, "seconds": round(seconds)}


def check_disk() -> dict[str, object]:
    """Room left where this installation writes."""
    free = shutil.disk_usage(settings.VAR_DIR).free
    return {"ok": free >= LEAST_FREE_BYTES, "free_mb": free // 1_000_000}


# Whether a web server can answer: what its container's health check asks. A silent worker is no fault of its own.
WEB_CHECKS = ("database",)
CHECKS: dict[str, Callable[[], dict[str, object]]] = {
    "database": check_database,
    "broker": check_broker,
    "worker": check_worker,
    "disk": check_disk,
}


@never_cache
@require_safe
def health(request: HttpRequest, names: Sequence[str] = tuple(CHECKS)) -> JsonResponse:
    """Answer 200 when every check of `names` is ok, else 503; the body names each check and holds no secret."""
    checks = {name: CHECKS[name]() for name in names}
    healthy = all(check["ok"] for check in checks.values())
    response = JsonResponse(
        {"status": "ok" if healthy else "degraded", "checks": checks},
        status=200 if healthy else 503,
    )
    # Django would log each 503 as an error of ours; whoever asks every second while we start reads it in the answer.
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django's own mark (django/utils/log.py)
    return response
