"""Photos that came ahead of their event: private, per person, gone with the event or after some weeks."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from core.clock import now
from core.store import private_store
from sync.errors import BatchTooLarge, FileNotKept, FileWrong
from sync.models import PhoneFile

MAX_BYTES = 400_000
MOST_WAITING = 60  # of one person: two phones send up to 30 ahead of their events
KEPT = dt.timedelta(days=30)
FOLDER = "phone"


def keep_file(person: Any, sha256: str, data: bytes) -> PhoneFile:
    """Keep a photo; the same one again only lengthens its stay. Where too many wait, the oldest go.

    A phone whose photo went so is told by the event that misses it, and sends it again.
    Raises BatchTooLarge, FileWrong, FileNotKept.
    """
    if len(data) > MAX_BYTES:
        raise BatchTooLarge
    if not data or hashlib.sha256(data).hexdigest() != sha256:
        raise FileWrong
    files = PhoneFile.objects.filter(person=person)
    row = files.filter(sha256=sha256).first()
    if row and private_store().find(row.file):
        files.filter(pk=row.pk).update(received_at=now())
        return row
    if not row:
        staying = files.order_by("-received_at", "-pk").values_list("pk", flat=True)[: MOST_WAITING - 1]
        files.exclude(pk__in=list(staying)).delete()
    return _write(person, sha256, data)


def read_file(person: Any, sha256: str) -> bytes | None:
    """Return the photo's bytes, or None where it never came or is gone."""
    row = PhoneFile.objects.filter(person=person, sha256=sha256).first()
    if row is None:
        return None
    found = private_store().find(row.file)
    return b"".join(private_store().read(row.file, 0, found.size_bytes - 1)) if found else None


def forget_files(person: Any, names: Iterable[str]) -> None:
    """Let go of photos whose event is settled."""
    if names:
        PhoneFile.objects.filter(person=person, sha256__in=names).delete()


def remove_after_commit(name: str) -> None:
    """Remove a file whose row is gone."""
    transaction.on_commit(lambda: private_store().delete(name))


def sweep_files() -> int:
    """Forget photos that no event came for, and files without a row; return how many rows went."""
    before = now() - KEPT
    gone, _ = PhoneFile.objects.filter(received_at__lt=before).delete()
    known = set(PhoneFile.objects.values_list("file", flat=True))
    for one in private_store().listed(FOLDER):
        if one.name not in known and one.modified_s < before.timestamp():
            private_store().delete(one.name)
    return gone


def _write(person: Any, sha256: str, data: bytes) -> PhoneFile:
    """Write the file first, so that a row never points at nothing; a file without a row is swept."""
    name = f"{FOLDER}/{uuid.uuid4().hex}"
    try:
        private_store().keep(name, data)
    except OSError as error:
        raise FileNotKept from error
    row, _ = PhoneFile.objects.update_or_create(
        person=person, sha256=sha256, defaults={"file": name, "size_bytes": len(data), "received_at": now()}
    )
    return row
