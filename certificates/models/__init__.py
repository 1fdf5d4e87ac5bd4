"""Rows of the room `certificates`."""

from certificates.models.certificate import (
    Certificate,
    CertificateState,
    NumberCounter,
    RevocationReason,
    Series,
)
from certificates.models.office import CertificateSettings

__all__ = [
    "Certificate",
    "CertificateSettings",
    "CertificateState",
    "NumberCounter",
    "RevocationReason",
    "Series",
]
