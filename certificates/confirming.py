"""The learner says how their name is to stand on the certificate, until the head has decided."""

import unicodedata
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.public import clean_full_name
from certificates.errors import NameRefused
from certificates.logging_acts import record_act
from certificates.models import ActKind, Certificate, CertificateState
from certificates.proving import obstacle_of
from certificates.snapshots import COPIED
from certificates.wording import printable
from core.clock import now

LONGEST = 120


def clean_name(raw: str) -> str:
    """Return a name that can be printed as it stands. Raises ValidationError.

    Hidden signs are refused, not dropped: a name that looks like another's must not come about unseen.
    """
    name = unicodedata.normalize("NFC", clean_full_name(raw))
    if printable(name) != name:
        raise ValidationError("Nama memuat tanda yang tidak terlihat atau tidak dapat dicetak. Ketik ulang nama Anda.")
    if len(name) > LONGEST:
        raise ValidationError(f"Nama paling panjang {LONGEST} huruf.")
    return name


def confirm_name(certificate: Certificate, name: str, *, by: Any) -> None:
    """Note the holder's own word for their name. Raises ValidationError, or NameRefused after the decision."""
    clean = clean_name(name)
    facts: dict[str, Any] = {field: getattr(certificate, field) for field in COPIED} | {"person_name": clean}
    with transaction.atomic():
        changed = Certificate.objects.filter(
            pk=certificate.pk, person=by, state=CertificateState.ELIGIBLE, replaces__isnull=True
        ).update(person_name=clean, name_confirmed_at=now(), reason=obstacle_of(facts))
        if not changed:
            raise NameRefused
        record_act(certificate, ActKind.NAME_CONFIRMED, by=by)
