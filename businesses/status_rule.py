"""The rule by which a business counts as active, dormant or inactive. Plain values in, plain values out.

Active: a sign of life (production, contact, learning, report) in the last months; dormant: silent for longer; inactive:
silent for longer still after attempts to reach it. What a person has declared stays until a person changes it.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

from businesses.models import BusinessStatus


class StatusRule(Protocol):
    """The office's numbers (`RegistrySettings`)."""

    dormant_after_months: int
    inactive_after_months: int
    contact_attempts: int


@dataclass(frozen=True)
class Life:
    """What is known of a business. `attempts`: contacts since `last_sign_on` that reached nobody."""

    status: BusinessStatus
    is_declared: bool
    last_sign_on: dt.date
    attempts: int = 0


def status_by_rule(life: Life, rule: StatusRule, *, today: dt.date) -> BusinessStatus:
    """Return the status on `today`."""
    if life.is_declared or life.status == BusinessStatus.CLOSED:
        return life.status
    if life.last_sign_on >= months_before(today, rule.dormant_after_months):
        return BusinessStatus.ACTIVE
    is_silent = life.last_sign_on < months_before(today, rule.inactive_after_months)
    if is_silent and life.attempts >= rule.contact_attempts:
        return BusinessStatus.INACTIVE
    return BusinessStatus.DORMANT


def months_before(day: dt.date, months: int) -> dt.date:
    """Return the same day `months` earlier; the month's last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    next_month = dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return dt.date(year, month + 1, min(day.day, (next_month - dt.timedelta(days=1)).day))
