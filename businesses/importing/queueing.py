"""An import waits for a worker: the row is the truth, the message only a bell."""

import datetime as dt

from django.db.models import Q

from businesses.models import Import, ImportRow, ImportState
from core.clock import now
from core.store import private_store

SILENT = dt.timedelta(minutes=5)  # a chunk takes seconds
RUNG = dt.timedelta(minutes=1)
FORGOTTEN = dt.timedelta(days=7)
CELLS_KEPT = dt.timedelta(days=90)


def claim_import(pk: int) -> bool:
    """Make the import this worker's; say whether it was free."""
    return bool(
        Import.objects.filter(pk=pk, state=ImportState.QUEUED).update(state=ImportState.RUNNING, heartbeat_at=now())
    )


def free_imports() -> list[int]:
    """Free imports whose worker fell silent, forget what is kept too long; return what waits for a worker."""
    forget_cells()
    Import.objects.filter(state=ImportState.RUNNING, heartbeat_at__lt=now() - SILENT).update(state=ImportState.QUEUED)
    old = Q(state=ImportState.MAPPING, created_at__lt=now() - FORGOTTEN)
    for batch in Import.objects.filter(old | Q(state=ImportState.FAILED)).exclude(stored_as=""):
        private_store().delete(batch.stored_as)
        Import.objects.filter(pk=batch.pk).update(stored_as="", state=ImportState.FAILED)
    waiting = Import.objects.filter(state=ImportState.QUEUED).exclude(heartbeat_at__gt=now() - RUNG)
    return list(waiting.values_list("pk", flat=True))


def forget_cells() -> None:
    """Forget what rows said that were not taken, after a while, and what a business was before once it is gone."""
    ImportRow.objects.filter(batch__created_at__lt=now() - CELLS_KEPT).exclude(raw=[]).update(raw=[])
    ImportRow.objects.filter(business=None).exclude(before={}).update(before={})
