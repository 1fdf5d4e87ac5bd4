"""The Celery face of the room. A bell carries nothing: whoever hears it takes the best piece that waits."""

from typing import Any

from celery import shared_task
from django.db import transaction

from media import sweeping, working

BELL_EXPIRES_S = 30  # of the sweep's bells: it rings again, so old ones need not pile up while all workers are busy


@shared_task(name="media.work")
def work() -> None:
    """Do one piece of work and ring for what became possible by it."""
    ring(working.work_once())


@shared_task(name="media.sweep", queue="default")
def sweep() -> None:
    """Ring again for what was lost."""
    ring(sweeping.sweep(), expires_s=BELL_EXPIRES_S)


@shared_task(name="media.tidy", queue="default")
def tidy() -> None:
    """Delete what nobody needs any more."""
    sweeping.tidy()


def ring(pieces: int, *, expires_s: int | None = None) -> None:
    """Ring once for each piece after commit. Robust: without a broker the request goes on, the sweep rings later."""
    if pieces:
        # A lambda, because Django can't name a failing `partial` in its log and raises instead.
        transaction.on_commit(lambda: _ring(pieces, expires_s), robust=True)


def _ring(pieces: int, expires_s: int | None) -> None:
    options: dict[str, Any] = {"expires": expires_s} if expires_s else {}
    for _ in range(pieces):
        work.apply_async(**options)
