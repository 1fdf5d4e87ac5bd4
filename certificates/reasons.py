"""Turns a row's reason code into the sentence that tells the office what to do."""

from certificates import errors
from certificates.models import Certificate
from core.errors import IkmError

_CLASSES: dict[str, type[IkmError]] = {
    fault.code: fault
    for fault in (
        errors.NotCompleted,
        errors.NotApproved,
        errors.Unprintable,
        errors.RenderFailed,
        errors.StoreFailed,
        errors.LogoLost,
        errors.NoSigner,
        errors.SignerRefused,
        errors.SigningFailed,
    )
}


def reason_sentence(certificate: Certificate) -> str:
    """Return what keeps a certificate from being issued, or an empty string."""
    fault = _CLASSES.get(certificate.reason)
    return fault.sentence if fault else certificate.reason
