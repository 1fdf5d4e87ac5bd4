"""The time, in one place: stored in UTC, shown in WITA (Asia/Makassar)."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils import timezone

WITA = ZoneInfo("Asia/Makassar")


def now() -> dt.datetime:
    """Return the present moment, aware, in UTC."""
    return timezone.now()


def today() -> dt.date:
    """Return today's date in Kutai Timur."""
    return timezone.now().astimezone(WITA).date()
