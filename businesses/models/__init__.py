"""The registry's rows."""

from businesses.models.business import Business, BusinessStatus, Leading, Membership, Origin, StatusReason
from businesses.models.details import LegalNumber, Need, Product, Training, YearFigures
from businesses.models.field import BusinessPhoto, FieldRecord, FieldState
from businesses.models.history import BusinessLog, Note, StatusChange
from businesses.models.imports import Import, ImportRow, ImportState, RowOutcome
from businesses.models.leading import LeadingDecision, LeadingRule
from businesses.models.merges import DistinctPair, MergedBusiness
from businesses.models.nik import OwnerNik
from businesses.models.office import DistrictLimit, RegistrySettings

__all__ = [
    "Business",
    "BusinessLog",
    "BusinessPhoto",
    "BusinessStatus",
    "DistinctPair",
    "DistrictLimit",
    "FieldRecord",
    "FieldState",
    "Import",
    "ImportRow",
    "ImportState",
    "Leading",
    "LeadingDecision",
    "LeadingRule",
    "LegalNumber",
    "Membership",
    "MergedBusiness",
    "Need",
    "Note",
    "Origin",
    "OwnerNik",
    "Product",
    "RegistrySettings",
    "RowOutcome",
    "StatusChange",
    "StatusReason",
    "Training",
    "YearFigures",
]
