"""The bell: tells a worker that rows wait. Losing it loses nothing, the sweep rings again.

Tasks are imported when they are rung: with them come the libraries that sign, which web pages need not load.
"""

from django.db import transaction


def ring_numbering() -> None:
    """Ring after commit. Robust: with the broker down the request goes on."""
    transaction.on_commit(_ring_numbering, robust=True)


def ring_lists() -> None:
    """Ring after commit for the status lists."""
    transaction.on_commit(_ring_lists, robust=True)


def _ring_numbering() -> None:
    from certificates.tasks import number  # noqa: PLC0415  see above

    number.delay()


def _ring_lists() -> None:
    from certificates.tasks import publish  # noqa: PLC0415  see above

    publish.delay()
