"""The bell: tells a worker that a row waits. Losing it loses nothing, the sweep rings again."""

from django.db import transaction

from certificates.tasks import issue


def ring(certificate_id: int) -> None:
    """Ring after commit. Robust: with the broker down the request goes on."""
    # A lambda, because Django can't name a failing `partial` in its log and raises instead.
    transaction.on_commit(lambda: issue.delay(certificate_id), robust=True)
