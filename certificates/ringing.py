"""The bell: tells a worker that rows wait. Losing it loses nothing, the sweep rings again."""

from django.db import transaction

from certificates.tasks import number


def ring_numbering() -> None:
    """Ring after commit. Robust: with the broker down the request goes on."""
    # A lambda, because Django can't name a failing `partial` in its log and raises instead.
    transaction.on_commit(lambda: number.delay(), robust=True)
