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
from certificates.models.proof import IssuerKey, Proof, SigningIdentity, StatusList

__all__ = [
    "Act",
    "ActKind",
    "Approval",
    "ApproverPin",
    "Certificate",
    "CertificateSettings",
    "CertificateState",
    "IssuerKey",
    "Kind",
    "NumberCounter",
    "Prefix",
    "Proof",
    "RevocationReason",
    "Series",
    "SigningIdentity",
    "StatusList",
]
