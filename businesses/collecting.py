"""A person's own part of the registry, for the file they can download."""

from typing import Any

from businesses.models import Business, Membership

ROWS = ("figures", "products", "numbers", "needs", "trainings")


def own_businesses(person: Any) -> list[dict[str, object]]:
    """Return the businesses of `person` in words, with the person's part in each; all that is known to owners."""
    memberships = Membership.objects.filter(person=person).select_related(
        "business__sector", "business__village__district"
    )
    return [
        {
            "usaha": membership.business.name,
            "peran": membership.get_part_display(),
            "produk": membership.business.product,
            "bidang": str(membership.business.sector or ""),
            "desa": str(membership.business.village or ""),
            "dicatat": membership.business.created_at,
            **(_everything(membership.business) if membership.part == Membership.Part.OWNER else {}),
        }
        for membership in memberships.prefetch_related(*(f"business__{rows}" for rows in ROWS)).order_by("pk")
    ]


def _everything(business: Business) -> dict[str, object]:
    """Return the columns and rows of a business by their Indonesian names, what the office noted about it as well."""
    columns = ("kbli", "kbli_edition", "address", "started_year", "raw_material", "produced_on")
    facts: dict[str, object] = {str(_label(business, name)): getattr(business, name) for name in columns}
    facts["status"] = business.get_status_display()
    for name in ROWS:
        rows = getattr(business, name).all()
        facts[str(rows.model._meta.verbose_name_plural)] = [_row(row) for row in rows]
    facts["perubahan status"] = [
        {"tanggal": row.changed_on, "menjadi": row.get_became_display(), "alasan": row.get_reason_display()}
        for row in business.status_changes.all()
    ]
    facts["persetujuan di lapangan"] = [
        {"tanggal": row.made_at, "persetujuan": row.consent_text} for row in business.field_records.all()
    ]
    facts["foto"] = [{"tanggal": row.taken_at, "ukuran_byte": row.size_bytes} for row in business.photos.all()]
    facts["catatan dinas"] = [{"tanggal": row.happened_on, "catatan": row.text} for row in business.notes.all()]
    return facts


def _row(row: Any) -> dict[str, object]:
    """Return the columns of one row that have a value."""
    names = [field.name for field in row._meta.fields if field.name not in {"id", "business", "sector"}]
    display = {name: getattr(row, f"get_{name}_display", lambda name=name: getattr(row, name))() for name in names}
    return {str(_label(row, name)): value for name, value in display.items() if value not in (None, "")}


def _label(row: Any, name: str) -> Any:
    return row._meta.get_field(name).verbose_name
