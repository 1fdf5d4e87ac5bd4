"""Signs with a key from a PKCS#12 file, as PAdES baseline B (T with a timestamp authority).

pyHanko's own signer reads the key anew for every signature, which costs four times the rest; this one keeps it. With
RSA the same file, key and moment give the same bytes: nothing in them is drawn by chance or read from a clock.
"""

import datetime as dt
import hashlib
import io
import logging
from pathlib import Path
from typing import Any

from asn1crypto import x509
from cryptography import x509 as pyca_x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from django.conf import settings
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from certificates.errors import NoSigner, SigningFailed
from certificates.signing.authority import DEMO_MARK
from certificates.signing.signer import read_secret

FIELD = "TandaTangan"
RESERVED_BYTES = 8192  # for certificates and signature; hexadecimal in the file
TSA_SECONDS = 5
logger = logging.getLogger(__name__)


class KeyFileSigner:
    """The key of one PKCS#12 file, RSA or P-256, with the certificates beside it."""

    is_state = False

    def __init__(self, data: bytes, passphrase: str, *, tsa_url: str = "") -> None:
        try:
            key, certificate, others = pkcs12.load_key_and_certificates(data, passphrase.encode())
        except ValueError as error:  # not such a file, or another passphrase
            raise NoSigner from error
        if certificate is None or not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
            raise NoSigner
        self._chain = [_der(certificate), *(_der(other) for other in others)]
        self._signer = HeldKey(key, [x509.Certificate.load(der) for der in self._chain])
        self._timestamper = HTTPTimeStamper(tsa_url, timeout=TSA_SECONDS) if tsa_url else None

    @classmethod
    def from_settings(cls) -> "KeyFileSigner":
        """Read the file that the settings name. A demo's authority signs nothing on a server."""
        signer = cls(
            Path(settings.CERT_P12).read_bytes(),
            read_secret(settings.CERT_P12_PASSPHRASE_FILE),
            tsa_url=settings.CERT_TSA_URL,
        )
        subject = x509.Certificate.load(signer.chain()[0]).subject.human_friendly
        if settings.SERVER and DEMO_MARK in subject:
            raise NoSigner
        return signer

    def chain(self) -> list[bytes]:
        """Return the certificates (DER), the signer's own first."""
        return self._chain

    def sign(self, pdf: bytes, *, reference: str, moment: dt.datetime) -> bytes:
        """Return the signed file; without a timestamp where the authority does not answer."""
        if self._timestamper:
            try:
                return self._sign(pdf, moment, self._timestamper)
            except Exception:  # noqa: BLE001  whatever the authority does must not stop the office
                logger.warning("signed without a timestamp: the authority does not answer as it should")
        return self._sign(pdf, moment, None)

    def _sign(self, pdf: bytes, moment: dt.datetime, timestamper: TimeStamper | None) -> bytes:
        out = io.BytesIO()
        meta = signers.PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        )
        signer = TimedPdfSigner(meta, self._signer, moment=moment, timestamper=timestamper)
        reserved = RESERVED_BYTES * (2 if timestamper else 1)
        try:
            signer.sign_pdf(SteadyWriter(io.BytesIO(pdf)), bytes_reserved=reserved, output=out)
        except (ValueError, OSError) as error:
            raise SigningFailed from error
        return out.getvalue()


class HeldKey(signers.SimpleSigner):
    """pyHanko's signer with the key as an object in memory."""

    def __init__(self, key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, chain: list[x509.Certificate]) -> None:
        store = SimpleCertificateStore()
        store.register_multiple(chain)
        super().__init__(signing_cert=chain[0], signing_key=None, cert_registry=store)
        self._key = key

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        """Sign with SHA-256; RSA by PKCS#1 v1.5, which gives the same bytes every time."""
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return self._key.sign(data, ec.ECDSA(hashes.SHA256()))

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """Do the same; a trial is as quick as the real thing."""
        return self.sign_raw(data, digest_algorithm)


class TimedPdfSigner(signers.PdfSigner):
    """Writes the given moment as the time of signing."""

    def __init__(self, *args: Any, moment: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._moment = moment

    def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
        """Begin as always, at that moment."""
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self._moment
        return session


class SteadyWriter(IncrementalPdfFileWriter):
    """Appends a revision whose identifier follows from the file, and leaves its metadata as they are."""

    @classmethod
    def _handle_id(cls, prev: Any) -> generic.ArrayObject:
        first, _ = prev.trailer["/ID"]
        prev.stream.seek(0)
        digest = hashlib.sha256(prev.stream.read()).digest()[:16]
        return generic.ArrayObject([generic.ByteStringObject(first.original_bytes), generic.ByteStringObject(digest)])

    def _update_meta(self) -> None:
        """Leave them: they were written by the renderer, with the time of issue."""


def _der(certificate: pyca_x509.Certificate | pkcs12.PKCS12Certificate) -> bytes:
    if isinstance(certificate, pkcs12.PKCS12Certificate):
        certificate = certificate.certificate
    return certificate.public_bytes(serialization.Encoding.DER)
