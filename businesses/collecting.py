"""A person's own part of the registry, for the file they can download."""

from typing import Any

from businesses.models import Membership


def own_businesses(person: Any) -> list[dict[str, object]]:
    """Return the businesses of `person` in words, with the person's part in each."""
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
        }
        for membership in memberships.order_by("pk")
    ]
