"""Rows of the room `certificates`."""

from certificates.models.act import Act, ActKind
from certificates.models.approval import Approval, ApproverPin, Prefix
from certificates.models.certificate import (
    Certificate,
    CertificateState,
    Kind,
    RevocationReason,
    Series,
)
from certificates.models.counter import NumberCounter
from certificates.models.office import CertificateSettings

__all__ = [
    "Act",
    "ActKind",
    "Approval",
    "ApproverPin",
    "Certificate",
    "CertificateSettings",
    "CertificateState",
    "Kind",
    "NumberCounter",
    "Prefix",
    "RevocationReason",
    "Series",
]
