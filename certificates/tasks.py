"""What the worker and beat do for certificates. Only ids travel through the broker."""

from contextlib import suppress

from celery import shared_task

from certificates.awarding import award
from certificates.credentials.status_lists import publish_lists
from certificates.errors import NotCompleted
from certificates.issuing import issue_row
from certificates.numbering import number_approved
from certificates.sweeping import due_rows, unheard_enrolments


@shared_task(name="certificates.issue")
def issue(certificate_id: int) -> None:
    """Issue one certificate, if it still waits and nobody else is at it."""
    issue_row(certificate_id)


@shared_task(name="certificates.number")
def number() -> None:
    """Number everything that was approved, then ring for each."""
    for certificate_id in number_approved():
        issue.delay(certificate_id)


@shared_task(name="certificates.sweep")
def sweep() -> None:
    """Number what was approved, and ring for rows whose bell or worker was lost."""
    for certificate_id in dict.fromkeys([*number_approved(), *due_rows()]):
        issue.delay(certificate_id)


@shared_task(name="certificates.publish_lists")
def publish() -> None:
    """Sign the status lists in which a bit changed."""
    publish_lists()


@shared_task(name="certificates.catch_up")
def catch_up() -> None:
    """Put down passed courses and letters of which no word came: the process died between its commit and its signal."""
    for enrolment_id, kind in unheard_enrolments():
        with suppress(NotCompleted):  # gone since it was read
            award(enrolment_id, kind)
