"""Takes back what was approved and isn't issued: to the queue, or, once it has a number, to `Batal`.

A cancelled number stays in the register and is never given again.
"""

from typing import Any

from django.db import transaction

from certificates.awarding import award
from certificates.errors import NotAllowed, NotCancellable
from certificates.logging_acts import record_act
from certificates.models import ActKind, Certificate, CertificateState, Kind
from certificates.permissions import can_return_certificate


def return_certificate(certificate: Certificate, *, by: Any, why: str) -> None:
    """Take the row back and let the facts wait for a new decision. Raises NotAllowed or NotCancellable."""
    if not can_return_certificate(by, certificate):
        raise NotAllowed
    with transaction.atomic():
        if _back_to_queue(certificate):
            record_act(certificate, ActKind.RETURNED, by=by, why=why)
            return
        rows = Certificate.objects.filter(pk=certificate.pk, state=CertificateState.NUMBERED)
        if not rows.update(state=CertificateState.CANCELLED, reason=""):
            raise NotCancellable
        record_act(certificate, ActKind.CANCELLED, by=by, why=why)
        if certificate.replaces_id is None:
            award(certificate.enrolment_id, Kind(certificate.kind))


def _back_to_queue(certificate: Certificate) -> bool:
    rows = Certificate.objects.filter(pk=certificate.pk, state=CertificateState.APPROVED)
    return bool(rows.update(state=CertificateState.ELIGIBLE, approval=None, reason=""))
