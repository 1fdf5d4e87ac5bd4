"""Makes a certificate out of a row: claim, number, set, keep, tell. Killed anywhere and begun again, it is one thing.

Whoever claims owns the row until its lease ends; the lease doubles with every try, so that what keeps failing costs
less and less. State changes are updates filtered on the old state.
"""

import copy
import datetime as dt

from django.conf import settings
from django.db import transaction
from django.db.models import F

from certificates.errors import NotConfirmed, Unprintable
from certificates.freezing import facts_of, letterhead_of
from certificates.models import Certificate, CertificateSettings, CertificateState, Series
from certificates.models.certificate import OPEN_STATES
from certificates.numbering import number_certificate
from certificates.rendering import render_certificate
from certificates.storing import store_pdf
from certificates.wording import is_latin
from core.clock import now
from core.errors import IkmError
from messaging.public import send_message

LEASE = dt.timedelta(minutes=2)
LONGEST_LEASE = dt.timedelta(hours=6)


def issue_row(certificate_id: int) -> bool:
    """Bring an open row to an issued certificate; say whether this call did.

    What fails is written down as the row's reason and tried again by the sweep when the lease is over.
    """
    if not claim(certificate_id):
        return False
    try:
        _prepare(Certificate.objects.get(pk=certificate_id))
        return _finish(Certificate.objects.get(pk=certificate_id))
    except IkmError as fault:
        Certificate.objects.filter(pk=certificate_id).update(reason=fault.code)
        return False


def claim(certificate_id: int) -> bool:
    """Take an open row that nobody holds; of two at once one wins."""
    row = Certificate.objects.filter(pk=certificate_id, state__in=OPEN_STATES, claimed_until__lte=now())
    attempts = row.values_list("attempts", flat=True).first()
    if attempts is None:
        return False
    until = now() + min(LEASE * 2 ** min(attempts, 10), LONGEST_LEASE)
    return bool(row.filter(attempts=attempts).update(attempts=F("attempts") + 1, claimed_until=until))


def _prepare(certificate: Certificate) -> None:
    """Take the facts once more, make sure that they can be printed, and give the number."""
    if certificate.state != CertificateState.ELIGIBLE:
        return
    fields = facts_of(certificate.enrolment_id)
    Certificate.objects.filter(pk=certificate.pk, state=CertificateState.ELIGIBLE).update(**fields)
    certificate.refresh_from_db()
    _check_confirmed(certificate)
    _prove(certificate)
    number_certificate(certificate)


def _check_confirmed(certificate: Certificate) -> None:
    """Raise NotConfirmed while the office hasn't agreed to what is printed; demo mode and demo people don't wait."""
    if settings.DEMO or certificate.series == Series.DEMO:
        return
    if not CertificateSettings.load().is_confirmed:
        raise NotConfirmed


def _prove(certificate: Certificate) -> None:
    """Raise Unprintable before a number is given, if a letter has no picture. Latin needs no trial."""
    if not certificate.person_name:
        raise Unprintable
    proof = copy.copy(certificate)
    proof.letterhead = letterhead_of(certificate, CertificateSettings.load())
    proof.issued_at = now()
    titles = [title for title, _ in proof.modules]
    if not is_latin("".join([proof.person_name, proof.business_name, proof.course_title, *titles])):
        render_certificate(proof)


def _finish(certificate: Certificate) -> bool:
    """Set and keep the file, then state and message in one transaction."""
    pdf = render_certificate(certificate)
    name, digest = store_pdf(pdf)
    with transaction.atomic():
        changed = Certificate.objects.filter(pk=certificate.pk, state=CertificateState.NUMBERED).update(
            state=CertificateState.ISSUED, file=name, sha256=digest, size_bytes=len(pdf), reason=""
        )
        if changed:
            _tell(certificate)
    return bool(changed)


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
