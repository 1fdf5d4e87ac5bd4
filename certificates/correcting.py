"""Mends the name on an issued certificate: a new version of the same number, which the head approves like any other."""

from typing import Any

from django.db import IntegrityError, transaction

from certificates.codes import make_code, make_token
from certificates.confirming import clean_name
from certificates.errors import NotAllowed, NotCorrectable
from certificates.logging_acts import record_act
from certificates.models import ActKind, Certificate, CertificateState
from certificates.permissions import can_revoke
from certificates.proving import obstacle_of
from certificates.ringing import ring_lists
from certificates.snapshots import COPIED
from core.clock import now


def correct_certificate(certificate: Certificate, name: str, *, by: Any, why: str) -> Certificate:
    """Put a new version with this name into the head's queue; the old one holds until the new one is issued.

    Raises ValidationError for the name, NotAllowed, or NotCorrectable.
    """
    if not can_revoke(by):
        raise NotAllowed
    facts: dict[str, Any] = {field: getattr(certificate, field) for field in COPIED}
    facts |= {"person": certificate.person, "person_name": clean_name(name)}
    try:
        with transaction.atomic():
            old = Certificate.objects.select_for_update().get(pk=certificate.pk)
            if old.state != CertificateState.ISSUED:
                raise NotCorrectable
            new = Certificate.objects.create(
                **facts,
                reason=obstacle_of(facts),
                version=old.version + 1,
                replaces=old,
                code=make_code(),
                token=make_token(),
                name_confirmed_at=now(),
            )
            record_act(old, ActKind.CORRECTED, by=by, why=why)
    except IntegrityError as error:  # a correction is under way
        raise NotCorrectable from error
    return new


def supersede(old_id: int) -> bool:
    """Mark the old version as replaced, within the transaction that issues the new one; say whether it still held."""
    changed = Certificate.objects.filter(pk=old_id, state=CertificateState.ISSUED).update(
        state=CertificateState.SUPERSEDED
    )
    if changed:
        record_act(Certificate.objects.get(pk=old_id), ActKind.SUPERSEDED)
        ring_lists()
    return bool(changed)
