"""What this room hears from allauth."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.dispatch import receiver
from django.http import HttpRequest


@receiver(authenticator_added)
def count_enrolment_as_authentication(
    sender: object, request: HttpRequest, user: Any, authenticator: Authenticator, **_: object
) -> None:
    """Whoever has just set up a factor has shown that they hold it: don't ask for it again in this session.

    Setting up a further one asks for the first (`AccountAdapter.get_reauthentication_methods`).
    """
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
