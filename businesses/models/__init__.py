"""The registry's rows."""

from businesses.models.business import Business, BusinessStatus, Leading, Membership, Origin, StatusReason
from businesses.models.details import LegalNumber, Need, Product, Training, YearFigures
from businesses.models.history import BusinessLog, Note, StatusChange
from businesses.models.imports import Import, ImportRow, ImportState, RowOutcome
from businesses.models.leading import LeadingDecision, LeadingRule
from businesses.models.office import DistrictLimit, RegistrySettings

__all__ = [
    "Business",
    "BusinessLog",
    "BusinessStatus",
    "DistrictLimit",
    "Import",
    "ImportRow",
    "ImportState",
    "Leading",
    "LeadingDecision",
    "LeadingRule",
    "LegalNumber",
    "Membership",
    "Need",
    "Note",
    "Origin",
    "Product",
    "RegistrySettings",
    "RowOutcome",
    "StatusChange",
    "StatusReason",
    "Training",
    "YearFigures",
]
