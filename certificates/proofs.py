"""Signs a numbered certificate's sheet and its credential, and keeps what can't be made again without the keys."""

import hashlib
import json
import zlib

from asn1crypto import pem, x509

from certificates.credentials.composing import credential_of, moment_of
from certificates.credentials.signing import credential_key
from certificates.credentials.status_lists import ensure_list
from certificates.errors import RemakeFailed
from certificates.models import Certificate, Proof, SigningIdentity
from certificates.rendering import render_certificate
from certificates.signing.signer import the_signer
from core.clock import now


def sign_sheet(certificate: Certificate) -> tuple[bytes, Proof]:
    """Return the signed PDF of a numbered certificate and its proof, not saved yet. Raises what signers raise."""
    signer = the_signer()
    sheet = render_certificate(certificate, is_state_signed=signer.is_state)
    assert certificate.issued_at is not None  # noqa: S101  numbered rows have one
    pdf = signer.sign(sheet, reference=f"sertifikat-{certificate.pk}", moment=certificate.issued_at)
    key, document = credential_key(), credential_of(certificate)
    proof = Proof(
        certificate=certificate,
        identity=_identity(signer.chain(), signer.is_state),
        revision=zlib.compress(pdf[len(sheet) :]),
        key=key.row(),
        integrity=json.dumps(key.with_proof(document, moment_of(certificate)), ensure_ascii=False),
        jwt=key.as_jwt(document),
    )
    ensure_list(certificate)
    return pdf, proof


def remake(certificate: Certificate) -> bytes:
    """Return the file of an issued certificate byte for byte, without any key. Raises RemakeFailed.

    The sheet is set anew and what signing had appended is put behind it; the hash in the register is the judge.
    """
    proof = Proof.objects.select_related("identity").filter(certificate=certificate).first()
    pdf = render_certificate(certificate, is_state_signed=bool(proof and proof.identity.is_state))
    pdf += zlib.decompress(proof.revision) if proof else b""
    if hashlib.sha256(pdf).hexdigest() != certificate.sha256:
        raise RemakeFailed
    return pdf


def _identity(chain: list[bytes], is_state: bool) -> SigningIdentity:
    """Return the signer's row, written at its first use."""
    fingerprint = hashlib.sha256(chain[0]).hexdigest()
    found = SigningIdentity.objects.defer("chain").filter(fingerprint=fingerprint).first()
    if found:
        return found
    values = {
        "chain": b"".join(pem.armor("CERTIFICATE", der) for der in chain).decode(),
        "subject": x509.Certificate.load(chain[0]).subject.human_friendly[:300],
        "is_state": is_state,
        "first_used_at": now(),
    }
    return SigningIdentity.objects.get_or_create(fingerprint=fingerprint, defaults=values)[0]
