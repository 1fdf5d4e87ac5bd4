"""Waits until the journeys' video has its last version: `python -m tests.journeys.finish`."""

import django

django.setup()

from media.models import Source  # noqa: E402  models need django.setup()
from tests.journeys.stack import wait_until  # noqa: E402

LONGEST_S = 240


def finish() -> None:
    """Wait for the full plan of every video that the product was prepared with."""
    for source in Source.objects.all():
        wait_until(lambda pk=source.pk: Source.objects.get(pk=pk).is_ready, what=f"{source}", seconds=LONGEST_S)


if __name__ == "__main__":
    finish()
