"""Signs credentials with the Ed25519 key of this worker: Data Integrity (eddsa-rdfc-2022) and VC-JWT."""

import base64
import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from pyld import jsonld

from certificates.credentials.identity import jwk_method_of, method_of, multibase
from certificates.errors import NoSigner
from certificates.models import IssuerKey
from core.clock import now

CONTEXTS = {
    "https://www.w3.org/ns/credentials/v2": "credentials-v2.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": "ob-v3p0-context-3.0.3.json",
}
FOLDER = Path(__file__).parent / "contexts"
RDFC = {"algorithm": "URDNA2015", "format": "application/n-quads"}


class CredentialKey:
    """The key, read once, and its row in our list of keys."""

    def __init__(self, pem: bytes) -> None:
        key = serialization.load_pem_private_key(pem, None)
        if not isinstance(key, Ed25519PrivateKey):
            raise NoSigner
        self._key = key
        self.public = key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        self.name = f"k{hashlib.sha256(self.public).hexdigest()[:12]}"

    def row(self) -> IssuerKey:
        """Return the key's row, written at its first use."""
        values = {"public": self.public, "first_used_at": now()}
        return IssuerKey.objects.get_or_create(name=self.name, defaults=values)[0]

    def with_proof(self, document: dict[str, Any], created: str) -> dict[str, Any]:
        """Return the document with a Data Integrity proof, as an array of one (the schema of OB 3.0 wants that)."""
        proof = {
            "type": "DataIntegrityProof",
            "cryptosuite": "eddsa-rdfc-2022",
            "created": created,
            "verificationMethod": method_of(self.name),
            "proofPurpose": "assertionMethod",
        }
        parts = [{"@context": document["@context"], **proof}, document]
        digest = b"".join(hashlib.sha256(_canonical(part).encode()).digest() for part in parts)
        return {**document, "proof": [{**proof, "proofValue": multibase(self._key.sign(digest))}]}

    def as_jwt(self, document: dict[str, Any]) -> str:
        """Return the document as a compact JWS (VC-JOSE-COSE)."""
        header = {"alg": "EdDSA", "typ": "vc+jwt", "cty": "vc", "kid": jwk_method_of(self.name)}
        parts = [json.dumps(part, ensure_ascii=False, separators=(",", ":")).encode() for part in (header, document)]
        signed = b".".join(_url64(part) for part in parts)
        return b".".join([signed, _url64(self._key.sign(signed))]).decode()


def _url64(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


@lru_cache(maxsize=1)
def credential_key() -> CredentialKey:
    """Return this worker's key. Raises NoSigner where there is none."""
    try:
        return CredentialKey(Path(settings.CERT_VC_KEY).read_bytes())
    except (OSError, ValueError) as error:
        raise NoSigner from error


def _canonical(document: dict[str, Any]) -> str:
    """Return the canonical N-Quads of a document; contexts come from our own files, nothing is fetched."""
    return str(jsonld.normalize(document, {**RDFC, "documentLoader": _load}))


def _load(url: str, options: dict[str, Any]) -> dict[str, Any]:
    if url not in CONTEXTS:
        raise ValueError(f"{url} is not bundled")
    return {"contextUrl": None, "documentUrl": url, "document": _context(url), "contentType": "application/ld+json"}


@lru_cache(maxsize=8)
def _context(url: str) -> dict[str, Any]:
    context: dict[str, Any] = json.loads((FOLDER / CONTEXTS[url]).read_text())
    return context
