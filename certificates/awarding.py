"""Puts a passed course down in the register: one row, which waits for the head of office."""

from typing import Any

from django.db import IntegrityError, transaction

from certificates.freezing import facts_of
from certificates.models import Certificate, CertificateState, Kind
from certificates.proving import obstacle_of


def award(enrolment_id: int, kind: Kind = Kind.CERTIFICATE) -> Certificate:
    """Return the certificate row of an enrolment, made now if there is none. Raises NotCompleted.

    A revoked one is returned as it is: only the office decides on another.
    """
    return _existing(enrolment_id, kind) or _create(enrolment_id, kind)


def refresh_facts(certificate_id: int) -> bool:
    """Take the facts of a row anew as long as nobody decided on it; say whether it changed.

    A name that its holder confirmed stays.
    """
    row = Certificate.objects.filter(pk=certificate_id, state=CertificateState.ELIGIBLE, replaces__isnull=True).first()
    if row is None:
        return False
    fields = facts_of(row.enrolment_id, Kind(row.kind))
    if row.name_confirmed_at:
        fields["person_name"] = row.person_name
    return bool(
        Certificate.objects.filter(
            pk=row.pk, state=CertificateState.ELIGIBLE, name_confirmed_at=row.name_confirmed_at
        ).update(**_checked(fields))
    )


def _existing(enrolment_id: int, kind: Kind) -> Certificate | None:
    """Return the newest row of the enrolment that wasn't cancelled."""
    rows = Certificate.objects.filter(enrolment_id=enrolment_id, kind=kind)
    return rows.exclude(state=CertificateState.CANCELLED).order_by("-pk").first()


def _create(enrolment_id: int, kind: Kind) -> Certificate:
    """Write the row. Of two at once the database lets one in; the other returns the first one's row."""
    fields = facts_of(enrolment_id, kind)
    try:
        with transaction.atomic():
            return Certificate.objects.create(enrolment_id=enrolment_id, **_checked(fields))
    except IntegrityError:
        return Certificate.objects.current().get(
            person=fields["person"], course_slug=fields["course_slug"], kind=kind, replaces__isnull=True
        )


def _checked(fields: dict[str, Any]) -> dict[str, Any]:
    """Add what keeps the facts from being printed, if anything does."""
    return {**fields, "reason": obstacle_of(fields)}
