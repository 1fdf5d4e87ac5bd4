"""Gives numbers: without gaps and once, at the moment of issue.

The counter's row is locked first, the certificate second, always in this order; both change in one transaction, so a
process that dies leaves either nothing or a number with its certificate.
"""

from django.db import transaction

from certificates.freezing import letterhead_of
from certificates.models import Certificate, CertificateSettings, CertificateState, NumberCounter, Series
from certificates.number_pattern import print_number
from certificates.rendering import TEMPLATE_VERSION
from core.clock import WITA, now

DEMO_MARK = "CONTOH"


def number_certificate(certificate: Certificate) -> bool:
    """Give `certificate` the next number of its register and freeze the letterhead; say whether it got one now."""
    office = CertificateSettings.load()
    moment = now()
    day = moment.astimezone(WITA).date()
    with transaction.atomic():
        counter = _locked_counter(certificate.series, day.year)
        number = counter.last + 1
        text = print_number(
            office.number_pattern, number=number, day=day, classification=office.classification, unit=office.unit
        )
        changed = Certificate.objects.filter(pk=certificate.pk, state=CertificateState.ELIGIBLE).update(
            state=CertificateState.NUMBERED,
            year=day.year,
            number=number,
            number_text=f"{DEMO_MARK}/{text}" if certificate.series == Series.DEMO else text,
            issued_at=moment,
            template_version=TEMPLATE_VERSION,
            letterhead=letterhead_of(certificate, office),
        )
        if changed:
            counter.last = number
            counter.save(update_fields=["last"])
    return bool(changed)


def _locked_counter(series: str, year: int) -> NumberCounter:
    """Return the counter's row, locked until the transaction ends (on SQLite the whole database is)."""
    NumberCounter.objects.get_or_create(series=series, year=year)
    return NumberCounter.objects.select_for_update().get(series=series, year=year)
