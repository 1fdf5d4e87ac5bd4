"""Where a mentor or mentee is: the village of the business, else of the person."""

from typing import Any


def village_of(profile: Any) -> Any:
    """Return the village or None."""
    business = profile.business
    return business.village if business and business.village_id else profile.person.village


def district_of(profile: Any) -> Any:
    """Return the district or None."""
    village = village_of(profile)
    return village.district if village else None


WITH_PLACE = (
    "person__village__district",
    "business__village__district",
    "business__sector",
)
