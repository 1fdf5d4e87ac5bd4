"""Celery's face of the room."""

from celery import shared_task
from django.core.management import call_command

from accounts.signing_up import forget_unfinished_sign_ups


@shared_task(name="accounts.sweep")
def sweep() -> None:
    """Forget unfinished sign-ups and expired sessions, which hold personal data."""
    forget_unfinished_sign_ups()
    call_command("clearsessions")
