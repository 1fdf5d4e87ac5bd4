"""Claims on rows of work: taken, renewed and closed by updates filtered on the old state, so that two never hold one.

A claim carries a token made new each time. A worker that was given up for dead and comes back finds its token gone and
writes nothing more.
"""

import time
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import F

from core.clock import now
from core.errors import IkmError
from media.errors import ClaimLost
from media.models import Rendition, RenditionState, Source, SourceState

MAX_ATTEMPTS = 3
BUSY = {Source: SourceState.PROBING, Rendition: RenditionState.RUNNING}
WAITING = {Source: SourceState.UPLOADED, Rendition: RenditionState.WAITING}
FAILED = {Source: SourceState.FAILED, Rendition: RenditionState.FAILED}


@dataclass(frozen=True)
class Work:
    """What needs a message: ids of sources to look at and of renditions to make."""

    source_ids: list[int] = field(default_factory=list)
    rendition_ids: list[int] = field(default_factory=list)


@dataclass
class Claim:
    """The right to work on one row, as long as it is renewed."""

    model: type[Source] | type[Rendition]
    pk: int
    token: str
    attempts: int
    renewed_at: float = field(default_factory=time.monotonic)

    def renew(self, **values: Any) -> None:
        """Say that work goes on; raises ClaimLost when the row has been given to somebody else."""
        self.renewed_at = time.monotonic()
        if not self._held().update(heartbeat_at=now(), **values):
            raise ClaimLost

    def renew_now_and_then(self, **values: Any) -> None:
        """Renew, but no more often than a sixth of the time after which we would be given up."""
        if time.monotonic() - self.renewed_at >= settings.MEDIA_STALE_S / 6:
            self.renew(**values)

    def finish(self, **values: Any) -> None:
        """Close the claim with the result; raises ClaimLost when it is no longer ours."""
        if not self._held().update(worker="", reason="", **values):
            raise ClaimLost

    def give_back(self, error: IkmError) -> None:
        """Close the claim after a failure: for good, or to be tried again when the sweep next comes round."""
        last = error.permanent or self.attempts >= MAX_ATTEMPTS
        state = (FAILED if last else WAITING)[self.model]
        self._held().update(state=state, reason=error.code, worker="", queued_at=now())

    def _held(self) -> Any:
        return self.model.objects.filter(pk=self.pk, state=BUSY[self.model], worker=self.token)


def claim(model: type[Source] | type[Rendition], pk: int) -> Claim | None:
    """Take a waiting row; None when it is not waiting (any more)."""
    token = uuid.uuid4().hex
    taken = model.objects.filter(pk=pk, state=WAITING[model]).update(
        state=BUSY[model], worker=token, heartbeat_at=now(), attempts=F("attempts") + 1
    )
    if not taken:
        return None
    return Claim(model, pk, token, model.objects.values_list("attempts", flat=True).get(pk=pk))
