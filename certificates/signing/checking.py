"""Reads signatures: which certificates a file carries, and whether its signature holds. Needs no key."""

import datetime as dt
import io
from dataclasses import dataclass

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext


@dataclass(frozen=True)
class Verdict:
    """What a file's one signature is worth. All false where there is none."""

    is_intact: bool = False
    is_trusted: bool = False
    covers_all: bool = False

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong with it."""
        return self.is_intact and self.is_trusted and self.covers_all


def check_signature(pdf: bytes, roots: list[bytes], moment: dt.datetime) -> Verdict:
    """Check the only signature of a file against certificates (DER) that we trust, as of `moment`. Fetches nothing."""
    try:
        signatures = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
        if len(signatures) != 1:
            return Verdict()
        context = ValidationContext(
            trust_roots=[x509.Certificate.load(root) for root in roots], moment=moment, allow_fetching=False
        )
        status = validate_pdf_signature(signatures[0], signer_validation_context=context)
    except Exception:  # noqa: BLE001  whatever a file does to its reader, it is not one that holds
        return Verdict()
    return Verdict(
        is_intact=status.intact and status.valid,
        is_trusted=status.trusted,
        covers_all=status.coverage == SignatureCoverageLevel.ENTIRE_FILE
        and status.modification_level in (None, ModificationLevel.NONE),
    )


def is_signed_whole(pdf: bytes) -> bool:
    """Say whether a file carries one signature over all of it, whoever made it."""
    chain = chain_of(pdf)
    return bool(chain) and check_signature(pdf, chain, _time_of(pdf)).holds


def chain_of(pdf: bytes) -> list[bytes]:
    """Return the certificates (DER) of the file's first signature, the signer's own first; empty without one."""
    try:
        signature = PdfFileReader(io.BytesIO(pdf)).embedded_signatures[0]
        return [cert.dump() for cert in (signature.signer_cert, *signature.other_embedded_certs)]
    except Exception:  # noqa: BLE001  an answer that is no such file
        return []


def _time_of(pdf: bytes) -> dt.datetime:
    stated = PdfFileReader(io.BytesIO(pdf)).embedded_signatures[0].self_reported_timestamp
    return stated or dt.datetime.now(dt.UTC)
