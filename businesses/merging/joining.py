"""Merges one business into another: fields as chosen, every link carried over, the old address leading on."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from businesses.errors import MergeStale
from businesses.extensions import merges
from businesses.models import Business, MergedBusiness
from businesses.reviewing_status import review_statuses
from businesses.sizing import size_businesses
from businesses.writing import mark_changed

MERGE_ACTION = "businesses.merge"
# What is chosen between, in the order of the screen; a code goes with its edition, an address with its village.
FIELDS: dict[str, tuple[str, ...]] = {
    "name": ("name",),
    "product": ("product",),
    "sector": ("sector",),
    "kbli": ("kbli", "kbli_edition"),
    "village": ("village", "address"),
    "started_year": ("started_year",),
    "raw_material": ("raw_material", "raw_material_origin", "local_suppliers"),
    "markets": ("sells_in_village", "sells_in_regency", "sells_outside", "sells_abroad", "sells_online"),
    "has_siinas": ("has_siinas",),
    "produced_on": ("produced_on",),
    "status": ("status", "is_declared"),
}


@transaction.atomic
def merge_businesses(
    keep: Business, gone: Business, *, taken: Collection[str], seen: tuple[int, int], reason: str, by: Any
) -> Business:
    """Make `gone` part of `keep` and return the latter; `taken` names what of FIELDS comes from `gone`.

    `seen` are the versions (of keep, of gone) that the choice was made on. Raises MergeStale when either changed.
    """
    ids = sorted([keep.pk, gone.pk])
    rows = {row.pk: row for row in Business.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")}
    if len(rows) < len(ids) or (rows[keep.pk].version, rows[gone.pk].version) != seen:
        raise MergeStale
    keep, gone = rows[keep.pk], rows[gone.pk]
    columns = [column for name in taken for column in FIELDS[name]]
    Business.objects.filter(pk=keep.pk).update(
        **{column: getattr(gone, column) for column in columns}, is_demo=keep.is_demo and gone.is_demo
    )
    for carry in merges().values():
        carry(keep, gone)
    old = gone.pk
    MergedBusiness.objects.create(old_id=old, name=gone.name, into=keep, reason=reason, by=by)
    gone.delete()
    mark_changed(keep, by=by)
    log(instance=keep, action=MERGE_ACTION, user=by, data={"gone": gone.name, "old_id": old, "reason": reason})
    found = Business.objects.filter(pk=keep.pk)
    size_businesses(found)
    review_statuses(found)
    keep.refresh_from_db()
    return keep


def merged_into(pk: int) -> int | None:
    """Return the id of the business that the one once called `pk` is part of now; None if it was never merged."""
    return MergedBusiness.objects.filter(old_id=pk).values_list("into", flat=True).first()
