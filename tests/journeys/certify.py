"""Gives a learner of the journeys a certificate: `python -m tests.journeys.certify`. Doing it twice gives one."""

from typing import Any

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402  models need django.setup()
from django.contrib.auth.models import Group  # noqa: E402

from accounts.public import record_consent  # noqa: E402
from certificates.approving import approve  # noqa: E402
from certificates.issuing import issue_row  # noqa: E402
from certificates.models import Certificate, Series  # noqa: E402
from certificates.pins import set_pin  # noqa: E402
from certificates.previewing import sample  # noqa: E402
from tests.journeys.signing_in import PASSWORD  # noqa: E402

HOLDER = "pemilik"
PIN = "260817"


def holder() -> Any:
    """Return a learner who can sign in at once, as the cast can."""
    people = get_user_model().objects
    person = people.create_user(
        HOLDER, password=PASSWORD, full_name="Siti Contoh", phone="+6289900000777", phone_verified=True
    )
    person.groups.add(Group.objects.get(name="Peserta"))
    record_consent(person)
    return person


def certify() -> None:
    """Put a passed course down, let the head approve it, and issue it here and now."""
    if get_user_model().objects.filter(username=HOLDER).exists():
        return
    row = sample()
    row.person = holder()
    row.enrolment_id, row.course_slug, row.series, row.is_demo = 0, "kemasan", Series.DEMO, True
    row.save()
    head = get_user_model().objects.get(username="kepala")
    set_pin(head, PIN)
    approve(Certificate.objects.filter(pk=row.pk), by=head, pin=PIN)
    if not issue_row(row.pk):
        raise RuntimeError(Certificate.objects.get(pk=row.pk).reason)


if __name__ == "__main__":
    certify()
