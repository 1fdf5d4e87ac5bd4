"""The door of the room `certificates`."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from certificates.approving import approve
from certificates.awarding import award
from certificates.counting import counters, counters_behind, raise_counters
from certificates.measuring import certificate_backlog
from certificates.models import Certificate, CertificateState
from certificates.pins import set_pin
from certificates.removing import remove_demo_certificates

__all__ = [
    "CertificateCard",
    "certificate_backlog",
    "certificates_of",
    "counters",
    "counters_behind",
    "issue_certificate",
    "raise_counters",
    "remove_demo_certificates",
    "set_pin",
]


@dataclass(frozen=True)
class CertificateCard:
    """A certificate as other rooms show it. `number` is the printed one; addresses are paths of this site."""

    course_title: str
    number: str
    code: str
    state: str
    is_issued: bool
    issued_at: dt.datetime | None
    download_url: str
    check_url: str


def certificates_of(person: Any) -> list[CertificateCard]:
    """Return the person's certificates that hold, the newest first."""
    rows = Certificate.objects.filter(person=person, state=CertificateState.ISSUED)
    return [_card(row) for row in rows.order_by("-issued_at", "-pk")]


def issue_certificate(enrolment_id: int, *, by: Any, pin: str) -> CertificateCard:
    """Approve and issue the certificate of a passed course here and now, without a worker; once, however often.

    Raises NotCompleted and what `approve` does. What fails on the way leaves `state` short of "issued" and is tried
    again by the sweep.
    """
    from certificates.issuing import issue_row  # noqa: PLC0415  loads what signs; the web never comes here

    row = award(enrolment_id)
    if row.state == CertificateState.ELIGIBLE:
        approve(Certificate.objects.filter(pk=row.pk), by=by, pin=pin)
    issue_row(row.pk)
    row.refresh_from_db()
    return _card(row)


def _card(row: Certificate) -> CertificateCard:
    """Put a row into plain values."""
    return CertificateCard(
        course_title=row.course_title,
        number=row.number_text,
        code=row.code,
        state=row.state,
        is_issued=row.is_issued,
        issued_at=row.issued_at,
        download_url=row.download_url,
        check_url=row.check_url,
    )
