"""Who wrote last, and whether somebody else wrote meanwhile."""

from typing import Any

from django.db.models import F

from businesses.models import Business
from core.clock import now

Person = Any  # accounts.User; the class stays behind its room's door


def mark_changed(business: Business, *, by: Person) -> None:
    """Count the version up: forms that were opened before are told so when they are sent."""
    Business.objects.filter(pk=business.pk).update(version=F("version") + 1, updated_at=now(), updated_by=by)


def claim_version(business: Business, version: int, *, by: Person) -> bool:
    """Count the version up if it still is `version`; say whether it was.

    Call it in the transaction that writes: the row stays locked until that ends, so of two who claim the same version
    one is told no.
    """
    found = Business.objects.filter(pk=business.pk, version=version)
    return bool(found.update(version=version + 1, updated_at=now(), updated_by=by))
