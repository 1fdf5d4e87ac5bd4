"""A person says what became of a business; the reason is kept."""

import datetime as dt
from typing import Any

from django.db import transaction

from businesses.models import Business, BusinessStatus, StatusChange
from businesses.reviewing_status import review_statuses
from businesses.writing import mark_changed
from core.clock import today

Person = Any  # accounts.User; the class stays behind its room's door


@transaction.atomic
def declare_status(
    business: Business,
    status: BusinessStatus,
    *,
    by: Person,
    reason: str = "",
    note: str = "",
    source: str = "",
    stopped_on: dt.date | None = None,
) -> StatusChange:
    """Write down that `business` has this status, and return the change. Nothing is deleted.

    What a person says stays until a person says otherwise; active hands the business back to the rule, to which it is a
    sign of life of that day.
    """
    row = Business.objects.select_for_update().get(pk=business.pk)
    was, row.status = row.status, status
    row.is_declared = status != BusinessStatus.ACTIVE
    fields = ["status", "is_declared"]
    if status == BusinessStatus.ACTIVE:
        row.produced_on = max(row.produced_on or today(), today())
        fields.append("produced_on")
    row.save(update_fields=fields)
    mark_changed(row, by=by)
    change = StatusChange.objects.create(
        business=row,
        was=was,
        became=status,
        reason=reason,
        note=note,
        source=source,
        stopped_on=stopped_on,
        by=by,
        changed_on=today(),
    )
    review_statuses(Business.objects.filter(pk=row.pk))
    business.refresh_from_db()
    return change
