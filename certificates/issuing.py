"""Makes a certificate out of an approved row: claim, number, set, keep, tell.

Killed anywhere and begun again, it is one thing.

Whoever claims owns the row until its lease ends; the lease doubles with every try, so that what keeps failing costs
less and less. State changes are updates filtered on the old state.
"""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.db.models import F

from certificates.correcting import supersede
from certificates.errors import NotApproved
from certificates.logging_acts import record_act
from certificates.models import ActKind, Certificate, CertificateState
from certificates.models.certificate import WORK_STATES
from certificates.numbering import number_approved
from certificates.proofs import sign_sheet
from certificates.snapshots import is_approved
from certificates.storing import store_pdf
from core.clock import now
from core.errors import IkmError
from messaging.public import send_message

LEASE = dt.timedelta(minutes=2)
LONGEST_LEASE = dt.timedelta(hours=6)


def issue_row(certificate_id: int) -> bool:
    """Bring an approved row to an issued certificate; say whether this call did.

    What fails is written down as the row's reason and tried again by the sweep when the lease is over.
    """
    if not claim(certificate_id):
        return False
    try:
        _prepare(certificate_id)
        return _finish(Certificate.objects.with_root().get(pk=certificate_id))
    except IkmError as fault:
        Certificate.objects.filter(pk=certificate_id).update(reason=fault.code)
        return False


def claim(certificate_id: int) -> bool:
    """Take an approved row that nobody holds; of two at once one wins."""
    row = Certificate.objects.filter(pk=certificate_id, state__in=WORK_STATES, claimed_until__lte=now())
    attempts = row.values_list("attempts", flat=True).first()
    if attempts is None:
        return False
    until = now() + min(LEASE * 2 ** min(attempts, 10), LONGEST_LEASE)
    return bool(row.filter(attempts=attempts).update(attempts=F("attempts") + 1, claimed_until=until))


def _prepare(certificate_id: int) -> None:
    """See to it that the row has its number and its place in a status list."""
    if Certificate.objects.filter(pk=certificate_id, status_index__isnull=True).exists():
        number_approved(only=certificate_id)


def _finish(certificate: Certificate) -> bool:
    """Set, sign and keep the file, then state and message in one transaction. Raises NotApproved and more."""
    if not is_approved(certificate):
        raise NotApproved
    pdf, proof = sign_sheet(certificate)
    name, digest = store_pdf(pdf)
    with transaction.atomic():
        if certificate.replaces_id and not supersede(certificate.replaces_id):
            return _cancel(certificate)
        changed = Certificate.objects.filter(pk=certificate.pk, state=CertificateState.NUMBERED).update(
            state=CertificateState.ISSUED, file=name, sha256=digest, size_bytes=len(pdf), reason=""
        )
        if not changed:
            transaction.set_rollback(True)
            return False
        proof.save()
        _tell(certificate)
    return True


def _cancel(certificate: Certificate) -> bool:
    """Give a correction up whose old version was revoked meanwhile."""
    rows = Certificate.objects.filter(pk=certificate.pk, state=CertificateState.NUMBERED)
    if rows.update(state=CertificateState.CANCELLED):
        record_act(certificate, ActKind.CANCELLED, why="Versi sebelumnya sudah tidak sah.")
    return False


def _tell(certificate: Certificate) -> None:
    """Write to the holder, once for a certificate."""
    if certificate.person is None:
        return
    send_message(
        "sertifikat_terbit",
        to=certificate.person,
        values={
            "kursus": certificate.course_title,
            "nomor": certificate.number_text,
            "tautan": settings.SITE_URL + certificate.download_url,
        },
        key=f"certificate-{certificate.pk}",
    )
