"""Claims on pieces of work: taken, renewed and closed by updates filtered on the old state, so that two never hold one.

A claim carries a token made new each time. A worker that was given up for dead and comes back finds its token gone and
writes nothing more. A database that is away for a moment costs nothing: the claim lives as long as its last renewal.
"""

import datetime as dt
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.db.models import F

from core.clock import now
from core.errors import IkmError
from media.errors import ClaimLost, DiskFull, StoreSilent
from media.models import Piece, PieceState

MAX_ATTEMPTS = 3
PAUSES_S = (0, 20, 60)  # before the next try, by the number of tries made
BROKEN_LINE = (OperationalError, InterfaceError)

T = TypeVar("T")


@dataclass
class Claim:
    """The right to work on one piece, as long as it is renewed."""

    pk: int
    token: str
    attempts: int
    renewed_at: float = field(default_factory=time.monotonic)
    asked_at: float = 0.0

    def renew_now_and_then(self, **values: Any) -> None:
        """Say that work goes on, some six times before we would be given up; raises ClaimLost when we were."""
        if time.monotonic() - max(self.renewed_at, self.asked_at) < settings.MEDIA_STALE_S / 6:
            return
        self.asked_at = time.monotonic()
        try:
            held = self._held().update(heartbeat_at=now(), **values)
        except BROKEN_LINE as error:
            connection.close()
            if time.monotonic() - self.renewed_at > settings.MEDIA_STALE_S:
                raise ClaimLost from error
            return
        if not held:
            raise ClaimLost
        self.renewed_at = time.monotonic()

    def finish(self, **values: Any) -> None:
        """Close the claim with the result; raises ClaimLost when it is no longer ours. Call it in a transaction."""
        done = {"state": PieceState.DONE, "progress": 100, "finished_at": now(), "worker": "", "reason": ""}
        if not self._held().update(**(done | values)):
            raise ClaimLost

    def withdraw(self) -> None:
        """Take the piece out of the queue: it is asked for again when it is possible. Raises ClaimLost."""
        if not self._held().delete()[0]:
            raise ClaimLost

    def give_back(self, error: IkmError) -> None:
        """Close the claim after a failure: for good, or to be tried again after a pause."""
        if isinstance(error, DiskFull | StoreSilent):  # no fault of this piece: it waits, however long
            later = now() + dt.timedelta(seconds=PAUSES_S[-1])
            waiting = {"state": PieceState.WAITING, "reason": error.code, "worker": "", "progress": 0}
            self._held().update(**waiting, not_before=later, attempts=F("attempts") - 1)
            return
        last = error.permanent or self.attempts >= MAX_ATTEMPTS
        state = PieceState.FAILED if last else PieceState.WAITING
        pause = dt.timedelta(seconds=PAUSES_S[min(self.attempts, len(PAUSES_S)) - 1])
        self._held().update(state=state, reason=error.code, worker="", progress=0, not_before=now() + pause)

    def release(self) -> None:
        """Close the claim as if it had never been: the worker is told to stop, or lost its database."""
        self._held().update(state=PieceState.WAITING, worker="", progress=0, attempts=F("attempts") - 1)

    def _held(self) -> Any:
        return Piece.objects.filter(pk=self.pk, state=PieceState.RUNNING, worker=self.token)


def claim(pk: int) -> Claim | None:
    """Take a waiting piece; None when it is not waiting (any more)."""
    token = uuid.uuid4().hex
    taken = Piece.objects.filter(pk=pk, state=PieceState.WAITING).update(
        state=PieceState.RUNNING,
        worker=token,
        heartbeat_at=now(),
        claimed_at=now(),
        progress=0,
        attempts=F("attempts") + 1,
    )
    if not taken:
        return None
    return Claim(pk, token, Piece.objects.values_list("attempts", flat=True).get(pk=pk))


def patiently(act: Callable[[], T]) -> T:
    """Do `act`, again and again while the database is away, for as long as a claim lives."""
    deadline = time.monotonic() + settings.MEDIA_STALE_S
    while True:
        try:
            return act()
        except BROKEN_LINE:
            connection.close()
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)
