"""The head's decision: facts are frozen, hashed and approved in one transaction, however many they are."""

from typing import Any

from django.conf import settings
from django.db import transaction

from certificates.errors import NotAllowed, NotConfirmed, NothingToApprove, Unprintable
from certificates.freezing import letterhead_of
from certificates.models import Approval, Certificate, CertificateSettings, CertificateState, Prefix, Series
from certificates.permissions import can_approve
from certificates.pins import check_pin
from certificates.rendering import TEMPLATE_VERSION
from certificates.ringing import ring_numbering
from certificates.snapshots import FIELDS, root_hash, snapshot_hash
from core.clock import now

CHUNK = 1000  # ids in one statement


def approve(rows: Any, *, by: Any, pin: str, prefix: str = Prefix.NONE) -> Approval:
    """Approve those of `rows` (a queryset of certificates) that wait; of two decisions at once each row has one.

    Raises NotAllowed, the errors of `check_pin`, NotConfirmed and NothingToApprove.
    """
    if not can_approve(by):
        raise NotAllowed
    check_pin(by, pin)
    letterhead = letterhead_of(CertificateSettings.load(), prefix=prefix, stand_in=by.full_name)
    with transaction.atomic():
        frozen = _freeze(rows, letterhead)
        _check_confirmed(frozen)
        approval = _write([snapshot_hash(row) for row in frozen], letterhead, by=by, prefix=prefix)
        for start in range(0, len(frozen), CHUNK):
            _put_under(approval, [row["pk"] for row in frozen[start : start + CHUNK]], letterhead)
        ring_numbering()
    return approval


def _freeze(rows: Any, letterhead: dict[str, str]) -> list[dict[str, Any]]:
    """Return the facts of what waits and can be printed, as they will stand, locked until the transaction ends."""
    waiting = rows.waiting().exclude(reason=Unprintable.code).order_by("pk").select_for_update()
    frozen = list(waiting.values("pk", "state", *FIELDS))
    if not frozen:
        raise NothingToApprove
    for row in frozen:
        if row["state"] == CertificateState.ELIGIBLE:  # what an older release numbered keeps its own
            row |= {"letterhead": letterhead, "template_version": TEMPLATE_VERSION}
    return frozen


def _check_confirmed(frozen: list[dict[str, Any]]) -> None:
    """Raise NotConfirmed while the office hasn't agreed to what is printed; demo mode and demo people don't wait."""
    if settings.DEMO or CertificateSettings.load().is_confirmed:
        return
    if any(row["series"] != Series.DEMO for row in frozen):
        raise NotConfirmed


def _put_under(approval: Approval, ids: list[int], letterhead: dict[str, str]) -> None:
    """Freeze the rows under the decision; each is written once."""
    rows = Certificate.objects.filter(pk__in=ids)
    decided: dict[str, Any] = {"approval": approval, "claimed_until": now(), "attempts": 0, "reason": ""}
    rows.exclude(state=CertificateState.ELIGIBLE).update(**decided)
    rows.filter(state=CertificateState.ELIGIBLE).update(
        **decided, state=CertificateState.APPROVED, letterhead=letterhead, template_version=TEMPLATE_VERSION
    )


def _write(hashes: list[str], letterhead: dict[str, str], *, by: Any, prefix: str) -> Approval:
    """Write the decision down."""
    signer = {name: text for name, text in letterhead.items() if name.startswith("signer_")}
    return Approval.objects.create(
        approver=by,
        approver_name=by.full_name,
        prefix=prefix,
        decided_at=now(),
        count=len(hashes),
        root=root_hash(hashes, TEMPLATE_VERSION, signer),
        snapshots="\n".join(sorted(hashes)),
        template_version=TEMPLATE_VERSION,
        signer=signer,
    )
