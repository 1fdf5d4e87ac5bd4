"""What this room hears: who withdraws consent to the use of their data leaves mentoring as well."""

from typing import Any

from django.dispatch import receiver

from accounts.public import ConsentKind
from accounts.signals import consent_withdrawn
from mentoring.ending import withdraw_person


@receiver(consent_withdrawn, dispatch_uid="mentoring_consent")
def leave_mentoring(sender: Any, person: Any, kind: ConsentKind, **kwargs: Any) -> None:
    """Take the person out of everything here."""
    if kind == ConsentKind.LEARNING:
        withdraw_person(person)
