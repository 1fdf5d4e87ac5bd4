"""The bell: tells a worker that a row waits. Losing it loses nothing, the sweep rings again."""

from functools import partial

from django.db import transaction

from certificates.tasks import issue


def ring(certificate_id: int) -> None:
    """Ring after commit. Robust: with the broker down the request goes on."""
    transaction.on_commit(partial(issue.delay, certificate_id), robust=True)
