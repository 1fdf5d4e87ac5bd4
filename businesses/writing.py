"""Who wrote last, and what the history of a business says about it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F

from businesses.models import Business, BusinessLog
from core.clock import now

IMPORT_ACTION, UNDO_ACTION = "businesses.import", "businesses.import_undo"
Person = Any  # accounts.User; the class stays behind its room's door


def mark_changed(business: Business, *, by: Person) -> None:
    """Count the version up: forms that were opened before are told so when they are sent."""
    Business.objects.filter(pk=business.pk).update(version=F("version") + 1, updated_at=now(), updated_by=by)


def log_many(businesses: Iterable[Business], action: str, *, by: Person, data: Mapping[str, Any]) -> None:
    """Write one entry into the history of each, all in one query; `wagtail.log_actions.log` takes one each."""
    kind = ContentType.objects.get_for_model(Business)
    BusinessLog.objects.bulk_create(
        BusinessLog(
            content_type=kind,
            object_id=str(business.pk),
            label=str(business)[:255],
            action=action,
            user=by,
            data=dict(data),
            timestamp=now(),
            content_changed=True,
        )
        for business in businesses
    )
