"""Takes an import back: only rows that nobody has touched since; the others are listed."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from businesses.models import (
    Business,
    Import,
    ImportRow,
    ImportState,
    LegalNumber,
    Membership,
    RowOutcome,
    YearFigures,
)
from businesses.sizing import size_businesses
from businesses.writing import UNDO_ACTION, log_many


@transaction.atomic
def undo_import(batch: Import, *, by: Any = None) -> list[ImportRow]:
    """Take back what `batch` did; return the rows that stay because somebody has changed their business since.

    The newest rows first: a business that one file touches twice goes back step by step.
    """
    rows = batch.rows.filter(outcome__in=[RowOutcome.CREATED, RowOutcome.UPDATED], is_undone=False)
    left = []
    for row in rows.order_by("-number"):
        business = Business.objects.select_for_update().filter(pk=row.business_id).first()
        if business is None or business.version != row.version or not _take_back(row, business, by):
            left.append(row)
    Import.objects.filter(pk=batch.pk).update(state=ImportState.UNDONE)
    return left


def _take_back(row: ImportRow, business: Business, by: Any) -> bool:
    """Take one row back; say whether that was possible."""
    if row.outcome == RowOutcome.CREATED:
        if business.notes.exists() or business.memberships.exclude(part=Membership.Part.OWNER).exists():
            return False
        _delete_with_owner(business)
    else:
        _put_back(business, row.before)
        Business.objects.filter(pk=business.pk).update(version=business.version - 1)
        size_businesses(Business.objects.filter(pk=business.pk))
        log_many([business], UNDO_ACTION, by=by, data={"import": row.batch_id})
    ImportRow.objects.filter(pk=row.pk).update(is_undone=True)
    return True


def _delete_with_owner(business: Business) -> None:
    """Delete a business, and its owner's account where it was made for it and never used."""
    owners = list(business.memberships.values_list("person", flat=True))
    business.delete()
    unused = get_user_model()._default_manager.filter(
        pk__in=owners, last_login=None, phone_verified=False, memberships=None, consents=None, groups=None
    )
    unused.delete()


def _put_back(business: Business, before: dict[str, Any]) -> None:
    if values := before.get("values"):
        Business.objects.filter(pk=business.pk).update(**values)
    if "year" in before:
        figures = YearFigures.objects.filter(business=business, year=before["year"])
        if before["figures"] is None:
            figures.delete()
        else:
            figures.update(**before["figures"])
    for kind, number in before.get("numbers", ()):
        LegalNumber.objects.filter(business=business, kind=kind, number=number).delete()
