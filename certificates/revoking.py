"""Revoking: the number stays in the register, the check page says so from that moment on."""

from typing import Any

from django.db import transaction

from certificates.errors import NotAllowed, NotRevocable
from certificates.logging_acts import record_act
from certificates.models import ActKind, Certificate, CertificateState, RevocationReason
from certificates.permissions import can_revoke
from certificates.ringing import ring_lists
from core.clock import now


def revoke_certificate(certificate: Certificate, *, by: Any, reason: RevocationReason, note: str = "") -> None:
    """Revoke an issued certificate and log who did it and why. Raises NotAllowed or NotRevocable."""
    if not can_revoke(by):
        raise NotAllowed
    with transaction.atomic():
        changed = Certificate.objects.filter(pk=certificate.pk, state=CertificateState.ISSUED).update(
            state=CertificateState.REVOKED,
            revoked_at=now(),
            revoked_by=by,
            revocation_reason=reason,
            revocation_note=note,
        )
        if not changed:
            raise NotRevocable
        certificate.refresh_from_db()
        ring_lists()
        record_act(certificate, ActKind.REVOKED, by=by, why=": ".join(filter(None, [str(reason.label), note])))
