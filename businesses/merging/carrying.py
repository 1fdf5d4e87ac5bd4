"""What of this room goes along when a business is merged into another: everything that points at it, nothing twice."""

from collections.abc import Callable
from typing import Any

from businesses.models import (
    Business,
    BusinessLog,
    DistinctPair,
    FieldRecord,
    ImportRow,
    LeadingDecision,
    LegalNumber,
    Membership,
    MergedBusiness,
    Need,
    Note,
    Product,
    StatusChange,
    Training,
    YearFigures,
)
from businesses.models.field import BusinessPhoto

Carry = Callable[[Business, Business], None]


def moving(model: Any, field: str = "business", *same: str) -> Carry:
    """Return an act that moves the rows of `model` to the business that stays; one that it has by `same` is left."""

    def carry(keep: Business, gone: Business) -> None:
        have = set(model._default_manager.filter(**{field: keep}).values_list(*same)) if same else set()
        for row in model._default_manager.filter(**{field: gone}).order_by("pk"):
            if not same or tuple(getattr(row, name) for name in same) not in have:
                model._default_manager.filter(pk=row.pk).update(**{field: keep})

    return carry


def carry_people(keep: Business, gone: Business) -> None:
    """Move people; who is in both is an owner if they were in one. A second row goes with its business."""
    have = {row.person_id: row for row in keep.memberships.all()}
    for row in gone.memberships.all():
        if (kept := have.get(row.person_id)) is None:
            Membership.objects.filter(pk=row.pk).update(business=keep)
        elif row.part == Membership.Part.OWNER:
            Membership.objects.filter(pk=kept.pk).update(part=Membership.Part.OWNER)


def carry_figures(keep: Business, gone: Business) -> None:
    """Move years that are missing; in years that both have, fill in what the one that stays doesn't know."""
    have = {row.year: row for row in keep.figures.all()}
    names = [field.name for field in YearFigures._meta.fields if field.name not in {"id", "business", "year"}]
    for row in gone.figures.all():
        kept = have.get(row.year)
        if kept is None:
            YearFigures.objects.filter(pk=row.pk).update(business=keep)
            continue
        filled = {name: getattr(row, name) for name in names if getattr(kept, name) is None}
        women, workers = (filled.get(name, getattr(kept, name)) for name in ("workers_female", "workers"))
        if women is not None and workers is not None and women > workers:
            filled.pop("workers_female", None)
        YearFigures.objects.filter(pk=kept.pk).update(**filled) if filled else None


def carry_import_rows(keep: Business, gone: Business) -> None:
    """Move what imports did; an undo leaves alone what was merged, so no row keeps a version that could fit."""
    ImportRow.objects.filter(business__in=[keep, gone]).update(version=0)
    ImportRow.objects.filter(business=gone).update(business=keep)


def carry_field_records(keep: Business, gone: Business) -> None:
    """Move what came from the field; corrections from the phone leave alone what was merged."""
    FieldRecord.objects.filter(business__in=[keep, gone]).update(version=0)
    FieldRecord.objects.filter(business=gone).update(business=keep)


def carry_leading(keep: Business, gone: Business) -> None:
    """Move the decisions on being leading; the latest of both holds."""
    LeadingDecision.objects.filter(business=gone).update(business=keep)
    latest = LeadingDecision.objects.filter(business=keep).order_by("decided_at", "pk").last()
    if latest:
        Business.objects.filter(pk=keep.pk).update(leading=latest.decision)


def carry_log(keep: Business, gone: Business) -> None:
    """Move the history of changes."""
    BusinessLog.objects.filter(object_id=str(gone.pk)).update(object_id=str(keep.pk))


def forget_pairs(keep: Business, gone: Business) -> None:
    """What was called different from the one that goes says nothing about the one that stays."""
    DistinctPair.objects.filter(first=gone.pk).delete()
    DistinctPair.objects.filter(second=gone.pk).delete()


OWN: dict[str, Carry] = {
    "businesses.Membership.business": carry_people,
    "businesses.YearFigures.business": carry_figures,
    "businesses.Product.business": moving(Product, "business", "name"),
    "businesses.LegalNumber.business": moving(LegalNumber, "business", "kind", "number"),
    "businesses.Need.business": moving(Need, "business", "topic", "text"),
    "businesses.Training.business": moving(Training, "business", "kind", "name", "year"),
    "businesses.StatusChange.business": moving(StatusChange),
    "businesses.Note.business": moving(Note),
    "businesses.LeadingDecision.business": carry_leading,
    "businesses.ImportRow.business": carry_import_rows,
    "businesses.FieldRecord.business": carry_field_records,
    "businesses.BusinessPhoto.business": moving(BusinessPhoto),
    "businesses.MergedBusiness.into": moving(MergedBusiness, "into"),
    "businesses.BusinessLog.object_id": carry_log,
    "businesses.DistinctPair": forget_pairs,
}
