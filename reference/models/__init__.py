"""The rows of the room: lists from files, how far kecamatan are from each other, whom to reach first."""

from reference.models.lists import (
    DatedRule,
    District,
    IndustryRule,
    LoadedRow,
    MsmeRule,
    Regency,
    Sector,
    Topic,
    Village,
    is_kbli,
)
from reference.models.priority import DistrictTier, PriorityEdition, Tier
from reference.models.travel import Season, TravelSettings, TravelTime

__all__ = [
    "DatedRule",
    "District",
    "DistrictTier",
    "IndustryRule",
    "LoadedRow",
    "MsmeRule",
    "PriorityEdition",
    "Regency",
    "Season",
    "Sector",
    "Tier",
    "Topic",
    "TravelSettings",
    "TravelTime",
    "Village",
    "is_kbli",
]
